//! The clock and the steps that it walks through.

use leptos::leptos_dom::helpers::IntervalHandle;
use leptos::prelude::*;
use std::time::Duration;

use super::timer::{Remark, Timer, clock};
use crate::components::Icon;
use crate::shop::{Step, duration};

/// How often the clock is read. Seconds change on time, and a late reading is a right one.
const TICK: Duration = Duration::from_millis(200);

/// `cups` scales what is poured; `of` names this guide's clock.
#[component]
pub fn Brew(of: String, steps: Vec<Step>, cups: Memo<u32>) -> impl IntoView {
    let lengths: Vec<u32> = steps.iter().map(|step| step.seconds).collect();
    let timer = RwSignal::new(Timer::new(lengths.clone()));
    let reading = RwSignal::new(timer.with_untracked(|timer| timer.read(0)));
    // Where no script runs nothing begins: the steps are read, and no button pretends.
    let works = RwSignal::new(false);
    let begun = Memo::new(move |_| {
        timer.with(Timer::is_running) || reading.with(|reading| reading.gone > 0 || reading.step > 0)
    });
    keep(format!("brew {of}"), lengths, timer, reading, works);
    let names = StoredValue::new(steps.iter().map(|step| step.name.clone()).collect::<Vec<_>>());
    let row = move |(index, step): (usize, Step)| {
        let Step { name, text, seconds, pour_to } = step;
        let pour = (pour_to > 0)
            .then(|| view! { <span class="tag sea">"Scale: "{move || pour_to * cups.get()}" g"</span> });
        let past = move || begun.get() && index < reading.read().step;
        let current = move || (begun.get() && index == reading.read().step).then_some("step");
        view! {
            <li class:past=past aria-current=current>
                <div>
                    <h3>{name}</h3>
                    <p>{text}</p>
                </div>
                <p class="number">{duration(seconds)}{pour}</p>
            </li>
        }
    };
    view! {
        <div class="brew">
            <div class="brew-clock" hidden=move || !works.get()>{face(timer, reading, names)}</div>
            <ol class="brew-steps">{steps.into_iter().enumerate().map(row).collect_view()}</ol>
        </div>
    }
}

/// Takes up what the browser kept of this clock, and keeps it from then on: a cold brew outlasts any page.
fn keep(
    key: String,
    lengths: Vec<u32>,
    timer: RwSignal<Timer>,
    reading: RwSignal<super::timer::Reading>,
    works: RwSignal<bool>,
) {
    Effect::new(move |before: Option<()>| {
        let storage = window().local_storage().ok().flatten();
        if before.is_none() {
            let kept = storage.as_ref().and_then(|storage| storage.get_item(&key).ok().flatten());
            if let Some(kept) = kept.and_then(|kept| Timer::kept(lengths.clone(), &kept, now())) {
                timer.set(kept);
            }
            reading.set(timer.with_untracked(|timer| timer.read(now())));
            works.set(true);
        }
        let kept = timer.with(|timer| timer.to_keep(now()));
        if let Some(storage) = storage {
            _ = match kept {
                Some(kept) => storage.set_item(&key, &kept),
                None => storage.remove_item(&key),
            };
        }
    });
}

fn face(
    timer: RwSignal<Timer>,
    reading: RwSignal<super::timer::Reading>,
    names: StoredValue<Vec<String>>,
) -> impl IntoView {
    let steps = names.with_value(Vec::len);
    let said = RwSignal::new(String::new());
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
