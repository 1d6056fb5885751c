//! The clock of a brewing guide, and the steps that it walks through.

mod reading;

use leptos::prelude::*;

use crate::components::Icon;
use crate::shop::{BrewStep, duration};
use reading::{DONE, Reading, clock, taken_up};

/// How often the clock is read. Seconds change on time, and a late reading is a right one.
const TICK: std::time::Duration = std::time::Duration::from_millis(200);

/// The clock and the steps of a brew. `cups` scales the amounts. The browser keeps the clock under `key`.
#[component]
pub fn Brew(key: String, steps: Vec<BrewStep>, cups: Memo<u32>) -> impl IntoView {
    let (all, whole) = (steps.clone(), steps.iter().map(|step| step.seconds).sum::<u32>());
    // In milliseconds: how long it has run, and the time when that was so.
    let (elapsed, at) = (RwSignal::new(0_u64), StoredValue::new(0_u64));
    let reading = Memo::new(move |_| Reading::at(elapsed.get(), &all));
    let now = move || reading.get_untracked();
    // Where no script `works` nothing begins: the steps are read, and no button pretends.
    let (works, running, said) = (RwSignal::new(false), RwSignal::new(false), RwSignal::new(String::new()));
    // However late it comes (a tab in the background, a computer that slept). A clock that was set back stands still.
    let tick = move || {
        let before = at.get_value();
        at.set_value(time());
        if running.get_untracked() {
            elapsed.update(|ran| *ran = ran.saturating_add(at.get_value().saturating_sub(before)));
            running.maybe_update(|runs| now().done && std::mem::take(runs));
        }
    };
    // Takes up what the browser kept of this clock, and keeps it from then on: a cold brew outlasts any page.
    Effect::new(move |before: Option<Reading>| {
        let (reading, running_now, ran) = (reading.get(), running.get(), elapsed.get_untracked());
        let storage = window().local_storage().ok().flatten();
        if let Some(before) = before {
            let text = format!("{ran} {} {}", u8::from(running_now), at.get_value());
            let keeps = (ran > 0 || running_now) && !reading.done;
            _ = storage.map(|kept| if keeps { kept.set_item(&key, &text) } else { kept.remove_item(&key) });
            reading.remark(&before).into_iter().for_each(|remark| said.set(remark));
        } else {
            tick();
            let kept = storage.and_then(|storage| storage.get_item(&key).ok().flatten());
            let kept = kept.and_then(|kept| taken_up(&kept, at.get_value())).unwrap_or_default();
            elapsed.set(kept.0);
            running.set(kept.1);
            works.set(true);
        }
        now()
    });
    Effect::new(move |_| {
        let ticking = running.get().then(|| set_interval_with_handle(tick, TICK).ok());
        on_cleanup(move || ticking.into_iter().flatten().for_each(|ticking| ticking.clear()));
    });
    let reset = move |_| {
        running.set(false);
        elapsed.set(0);
        said.set("Back at the start.".to_owned());
    };
    let go = move |_| {
        tick();
        if now().done {
            elapsed.set(0);
        }
        running.update(|running| *running = !*running);
        if running.get_untracked() && now().gone == 0 {
            said.set(format!("Started. {}", now().in_words()));
        }
    };
    let skip = move |_| elapsed.set(u64::from(now().gone + now().left) * 1000);
    let word = move || match reading.get() {
        _ if running.get() => "Pause",
        now if now.done => "Once more",
        now if now.gone > 0 => "Go on",
        _ => "Start the timer",
    };
    let heading = move || match reading.get() {
        now if now.done => DONE.to_owned(),
        now => format!("{} · {}", now.number, now.name),
    };
    let current = Memo::new(move |_| (running.get() || reading.get().gone > 0).then(|| reading.get().step));
    let row = move |(index, BrewStep { name, text, seconds, pour_to }): (usize, BrewStep)| {
        let past = move || current.get().is_some_and(|current| index < current);
        let current = move || (current.get() == Some(index)).then_some("step");
        view! {
            <li class:past=past aria-current=current>
                <div><h3>{name}</h3><p>{text}</p></div>
                <p class="number">{duration(seconds)}
                    {(pour_to > 0).then(|| view! { <span class="tag sea">"Scale: "{move || pour_to * cups.get()}" g"</span> })}</p>
            </li>
        }
    };
    view! {
        <div class="brew">
            <div class="brew-clock" hidden=move || !works.get()>
                <p class="overline">{heading}</p>
                <p class="time" role="timer" aria-label="Left of this step">{move || clock(reading.get().left)}</p>
                <progress max=whole value=move || reading.get().gone.min(whole).to_string() aria-label="Of the whole brew"></progress>
                <div class="actions">
                    <button class="button main large" type="button" on:click=go>
                        {move || view! { <Icon name=if running.get() { "pause" } else { "play" } class="small"/> }}{word}
                    </button>
                    <button class="button" type="button" on:click=skip disabled=move || reading.get().done>"Next step"</button>
                    <button class="button bare" type="button" on:click=reset><Icon name="undo" class="small"/>"Reset"</button>
                </div>
                <p class="out-of-sight" role="status">{said}</p>
            </div>
            <ol class="brew-steps">{steps.into_iter().enumerate().map(row).collect_view()}</ol>
        </div>
    }
}

/// The time of day, in milliseconds: it goes on while a computer sleeps.
#[expect(clippy::disallowed_methods, reason = "a brew is timed here, and tested without a clock")]
fn time() -> u64 {
    web_sys::js_sys::Date::now() as u64
}
