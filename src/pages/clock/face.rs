use leptos::leptos_dom::helpers::IntervalHandle;
use leptos::prelude::*;
use std::time::Duration;
use web_sys::{Element, HtmlElement};

use super::timer::{Remark, Timer, clock};
use crate::components::{Icon, Missing};
use crate::shop::duration;

/// How often the clock is read. Seconds change on time, and a late reading is a right one.
const TICK: Duration = Duration::from_millis(200);

/// A step, as it stands in the page.
pub struct Brewed {
    pub element: Element,
    pub name: String,
    pub seconds: u32,
}

/// Takes the clock away.
pub type End = Box<dyn FnOnce()>;

/// Puts a clock into this element. Its code comes with the first.
#[leptos::wasm_split::wasm_split(clock, wasm_split_path = ::leptos::wasm_split, fallible)]
pub fn show_clock(at: HtmlElement, steps: Vec<Brewed>) -> Result<End, Missing> {
    let key = format!("brew {}", at.get_attribute("data-clock").unwrap_or_default());
    let shown = leptos::mount::mount_to(at, move || clock_of(key, steps));
    Ok(Box::new(move || drop(shown)))
}

fn mark(step: &Element, past: bool, current: bool) {
    _ = step.class_list().toggle_with_force("past", past);
    _ = if current {
        step.set_attribute("aria-current", "step")
    } else {
        step.remove_attribute("aria-current")
    };
}

fn clock_of(key: String, brew: Vec<Brewed>) -> impl IntoView {
    let lengths: Vec<u32> = brew.iter().map(|step| step.seconds).collect();
    let storage = window().local_storage().ok().flatten();
    let kept = storage.as_ref().and_then(|storage| storage.get_item(&key).ok().flatten());
    let kept = kept.and_then(|kept| Timer::kept(lengths.clone(), &kept, now()));
    let timer = RwSignal::new(kept.unwrap_or_else(|| Timer::new(lengths)));
    let reading = RwSignal::new(timer.with_untracked(|timer| timer.read(now())));
    // A cold brew outlasts any page.
    Effect::new(move |_| {
        let Some(storage) = &storage else { return };
        _ = match timer.with(|timer| timer.to_keep(now())) {
            Some(kept) => storage.set_item(&key, &kept),
            None => storage.remove_item(&key),
        };
    });
    let said = RwSignal::new(String::new());
    let steps = brew.len();
    let names = StoredValue::new(brew.iter().map(|step| step.name.clone()).collect::<Vec<_>>());
    Effect::new(move |_| {
        let reading = reading.get();
        let begun = timer.with(Timer::is_running) || reading.gone > 0 || reading.step > 0;
        for (index, step) in brew.iter().enumerate() {
            mark(&step.element, begun && index < reading.step, begun && index == reading.step);
        }
    });
    let name = move |step: usize| names.with_value(|names| names.get(step).cloned().unwrap_or_default());
    let whole = timer.with_untracked(|timer| timer.whole());
    let look = move || {
        let (before, now) = (reading.get_untracked(), timer.with_untracked(|timer| timer.read(now())));
        if let Some(remark) = timer.with_untracked(|timer| timer.remark(before, now)) {
            said.set(match remark {
                Remark::Step(step) => {
                    format!("Step {} of {steps}: {}, {}", step + 1, name(step), duration(now.left))
                }
                Remark::Left(left) => format!("{} left", duration(left)),
                Remark::Done => "Done. Enjoy your coffee.".to_owned(),
            });
        }
        if before != now {
            reading.set(now);
        }
        if now.done && timer.with_untracked(Timer::is_running) {
            timer.update(|timer| timer.pause(self::now()));
        }
    };
    let ticking = StoredValue::new(None::<IntervalHandle>);
    let stop = move || ticking.update_value(|ticking| _ = ticking.take().map(|ticking| ticking.clear()));
    let running = Memo::new(move |_| timer.with(Timer::is_running));
    Effect::new(move |_| {
        stop();
        if running.get() {
            ticking.set_value(set_interval_with_handle(look, TICK).ok());
        }
    });
    on_cleanup(stop);
    let go = move |_| {
        let begins = reading.get_untracked().gone == 0;
        if reading.get_untracked().done {
            timer.update(Timer::reset);
        }
        timer.update(|timer| if timer.is_running() { timer.pause(now()) } else { timer.start(now()) });
        look();
        if begins && timer.with_untracked(Timer::is_running) {
            let now = reading.get_untracked();
            said.set(format!(
                "Started. Step {} of {steps}: {}, {}",
                now.step + 1,
                name(now.step),
                duration(now.left)
            ));
        }
    };
    let skip = move |_| {
        timer.update(|timer| timer.skip(now()));
        look();
    };
    let reset = move |_| {
        timer.update(Timer::reset);
        said.set("Back at the start.".to_owned());
        look();
    };
    let word = move || match () {
        () if running.get() => "Pause",
        () if reading.read().done => "Once more",
        () if reading.read().gone > 0 => "Go on",
        () => "Start the timer",
    };
    let heading = move || {
        let now = reading.get();
        if now.done {
            "Done. Enjoy your coffee.".to_owned()
        } else {
            format!("{} of {steps} · {}", now.step + 1, name(now.step))
        }
    };
    view! {
        <p class="overline">{heading}</p>
        <p class="time" role="timer" aria-label="Left of this step">{move || clock(reading.read().left)}</p>
        <progress max=whole value=move || reading.read().gone.min(whole).to_string() aria-label="Of the whole brew"></progress>
        <div class="actions">
            <button class="button main large" type="button" on:click=go>
                {move || view! { <Icon name=if running.get() { "pause" } else { "play" } class="small"/> }}
                {word}
            </button>
            <button class="button" type="button" on:click=skip disabled=move || reading.read().done>"Next step"</button>
            <button class="button bare" type="button" on:click=reset><Icon name="undo" class="small"/>"Reset"</button>
        </div>
        <p class="out-of-sight" role="status">{said}</p>
    }
}

/// The time of day, in milliseconds: it goes on while a computer sleeps.
#[expect(
    clippy::disallowed_methods,
    reason = "a brew is timed here; what it does with the time is tested without a clock"
)]
fn now() -> u64 {
    web_sys::js_sys::Date::now() as u64
}
