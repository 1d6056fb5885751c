//! The tools of the inspector: filter, pause, clear, export and replay.

use leptos::ev;
use leptos::prelude::*;

use super::inspection::Inspection;
use crate::components::Icon;
use crate::inspector::browser;
use crate::inspector::browser::now_ms;
use crate::inspector::timeline::{MomentKind, Replay, export};

/// A chip for each kind of moment, with how many there are.
pub fn chips(inspection: Inspection) -> AnyView {
    let chip = move |kind: Option<MomentKind>| {
        let count = Memo::new(move |_| {
            inspection.view(|filtered| {
                let totals = filtered.timeline.totals();
                kind.map_or(totals.moments, |kind| totals.count(kind))
            })
        });
        let pressed = move || inspection.filter.with(|filter| filter.kind == kind).to_string();
        let name = kind.map_or_else(|| "All".to_owned(), |kind| format!("{kind:?}"));
        view! {
            <button type="button" class="chip" aria-pressed=pressed on:click=move |_| inspection.filter.update(|filter| filter.kind = kind)>
                {name}" "<span class="number">{count}</span>
            </button>
        }
    };
    let kinds = MomentKind::ALL.map(|kind| chip(Some(kind)));
    view! { <div class="chips" role="group" aria-label="Kinds of moments">{chip(None)}{kinds}</div> }
        .into_any()
}

/// Fields that filter by person, and by part of a path or a call.
pub fn search(inspection: Inspection) -> AnyView {
    let people = Memo::new(move |_| inspection.view(|filtered| filtered.timeline.totals().people()));
    let chosen = move || inspection.filter.with(|filter| filter.person.clone().unwrap_or_default());
    let choose = move |event: ev::Event| {
        let person = Some(event_target_value(&event)).filter(|person| !person.is_empty());
        inspection.filter.update(|filter| filter.person = person);
    };
    let options = move || {
        let options = people.get().into_iter().map(|person| {
            let selected = chosen() == person;
            view! { <option value=person.clone() selected=selected>{person.clone()}</option> }
        });
        options.collect_view()
    };
    let find =
        move |event: ev::Event| inspection.filter.update(|filter| filter.find = event_target_value(&event));
    view! {
        <select class="input person" aria-label="Person" on:change=choose prop:value=chosen>
            <option value="">"Everyone"</option>
            {options}
        </select>
        <input
            class="input find"
            type="search"
            aria-label="Find a path or a call"
            placeholder="Find a path or a call"
            prop:value=move || inspection.filter.with(|filter| filter.find.clone())
            on:input=find
        />
    }
    .into_any()
}

pub fn pause(inspection: Inspection) -> AnyView {
    let content = move || {
        let paused = inspection.paused.get();
        let (icon, word) = if paused { ("play", "Go on") } else { ("pause", "Pause") };
        let held = inspection.held.with(std::collections::VecDeque::len);
        let held = (paused && held > 0).then(|| view! { <span class="number">{held}</span> });
        view! { <Icon name=icon class="small"/>{word}{held} }
    };
    view! {
        <button type="button" class="button" on:click=move |_| inspection.pause(!inspection.paused.get_untracked())>
            {content}
        </button>
    }
    .into_any()
}

pub fn clear(inspection: Inspection) -> AnyView {
    view! { <button type="button" class="button" on:click=move |_| inspection.clear()>"Clear"</button> }
        .into_any()
}

pub fn export_button(inspection: Inspection) -> AnyView {
    let export = move |_| {
        let now = now_ms();
        let json = untrack(|| inspection.view(|filtered| export(&filtered.timeline, now)));
        if browser::save(&format!("lifecycle-{now}.json"), &json).is_err() {
            leptos::logging::warn!("inspector: the file could not be made");
        }
    };
    view! {
        <button type="button" class="button" on:click=export><Icon name="download" class="small"/>"Export JSON"</button>
    }
    .into_any()
}

/// Replays a file that was exported here.
pub fn import(inspection: Inspection) -> AnyView {
    let take = move |event: ev::Event| {
        browser::read(&event, move |name, text| {
            let replay = text
                .map_err(str::to_owned)
                .and_then(|text| Replay::read(name, &text).map_err(|bad| bad.to_string()));
            match replay {
                Ok(replay) => inspection.replay(replay),
                Err(why) => inspection.bad_file.set(Some(format!("“{name}” cannot be replayed. {why}"))),
            }
        });
    };
    view! {
        <label class="button file">
            <input type="file" class="out-of-sight" accept=".json,application/json" on:change=take/>
            <Icon name="undo" class="small"/>"Replay a file"
        </label>
    }
    .into_any()
}
