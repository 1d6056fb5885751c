//! The bar that steps through a replayed file, and says that it is not live.

use leptos::prelude::*;
use std::time::Duration;

use super::inspection::Inspection;
use crate::components::Icon;
use crate::inspector::format::date_time;
use crate::inspector::timeline::Replay;

/// The longest time between two steps while the file plays, in milliseconds. Nobody waits longer for a person who was idle.
const LONGEST: i64 = 5_000;

pub fn replay_bar(inspection: Inspection) -> AnyView {
    let on = Memo::new(move |_| inspection.replay.with(Option::is_some));
    (move || on.get().then(|| bar(inspection))).into_any()
}

fn bar(inspection: Inspection) -> AnyView {
    let of =
        move |f: fn(&Replay) -> usize| move || inspection.replay.with(|replay| replay.as_ref().map_or(0, f));
    let (at, len) = (Memo::new(move |_| of(Replay::at)()), of(Replay::step_count));
    let named = inspection.replay.with_untracked(|replay| {
        let replay = replay.as_ref()?;
        Some(format!("Replaying {}, exported {}", replay.name, date_time(replay.exported_at_ms)))
    });
    let go_to = move |step: usize| {
        inspection.replay.update(|replay| _ = replay.as_mut().map(|replay| replay.go_to(step)));
    };
    let playing = RwSignal::new(false);
    Effect::new(move |_| {
        let (is_playing, step) = (playing.get(), at.get());
        let gap = inspection.replay.with_untracked(|replay| replay.as_ref().and_then(Replay::until_next));
        match gap.filter(|_| is_playing) {
            Some(gap) => {
                let gap = Duration::from_millis(gap.clamp(0, LONGEST).unsigned_abs());
                if let Ok(timer) = set_timeout_with_handle(move || go_to(step + 1), gap) {
                    on_cleanup(move || timer.clear());
                }
            }
            None if is_playing => playing.set(false),
            None => {}
        }
    });
    let play = move |_| {
        if !playing.get_untracked() && at.get_untracked() == untrack(len) {
            go_to(0);
        }
        playing.update(|playing| *playing = !*playing);
    };
    let play_name = move || if playing.get() { "Stop" } else { "Play" };
    let play_icon = move || {
        let icon = if playing.get() { "pause" } else { "play" };
        view! { <Icon name=icon/> }
    };
    let live = untrack(|| inspection.live_moments());
    let behind = move || match inspection.live_moments().saturating_sub(live) {
        0 => String::new(),
        1 => "1 more is live meanwhile".to_owned(),
        more => format!("{more} more are live meanwhile"),
    };
    let slide = move |event| go_to(event_target_value(&event).parse().unwrap_or_default());
    view! {
        <section class="strip replay" aria-label="Replay">
            <p><b>{named}</b>". Not live. "<span class="soft">{behind}</span></p>
            <div class="steps">
                <button type="button" class="icon-button edged" aria-label="Step back" disabled=move || at.get() == 0 on:click=move |_| go_to(at.get_untracked().saturating_sub(1))>
                    <Icon name="back" class="flips"/>
                </button>
                <button type="button" class="icon-button edged" aria-label=play_name on:click=play>{play_icon}</button>
                <button type="button" class="icon-button edged" aria-label="Step forward" disabled=move || at.get() == len() on:click=move |_| go_to(at.get_untracked() + 1)>
                    <Icon name="next" class="flips"/>
                </button>
                <input type="range" min="0" max=move || len().to_string() aria-label="Step" prop:value=move || at.get().to_string() on:input=slide/>
                <span class="number">"Step "{at}" of "{len}</span>
            </div>
            <button type="button" class="button" on:click=move |_| inspection.back_to_live()>"Back to live"</button>
        </section>
    }
    .into_any()
}
