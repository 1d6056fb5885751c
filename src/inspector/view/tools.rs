//! The tools of the inspector: filter, pause, clear, export and replay.
//!
//! In a narrow window the buttons keep their icons alone, and a menu stands in place of the chips.

use leptos::ev;
use leptos::prelude::*;

use super::inspection::Inspection;
use crate::components::Icon;
use crate::inspector::browser;
use crate::inspector::browser::now_ms;
use crate::inspector::format::date_time;
use crate::inspector::timeline::{MomentKind, Replay, export};

/// The content of a button or a link. A narrow window shows the icon alone: the `title` has the word there.
pub fn icon_and_word(icon: &'static str, word: &'static str) -> AnyView {
    view! { <Icon name=icon class="small"/><span class="word">{word}</span> }.into_any()
}

/// Each kind of moment with its count: as chips, and as the menu of a narrow window.
pub fn kinds(inspection: Inspection) -> AnyView {
    let name = |kind: Option<MomentKind>| kind.map_or_else(|| "All".to_owned(), |kind| format!("{kind:?}"));
    let choose = move |kind| inspection.filter.update(|filter| filter.kind = kind);
    let kinds = || std::iter::once(None).chain(MomentKind::ALL.map(Some));
    let count = move |kind: Option<MomentKind>| {
        Memo::new(move |_| {
            inspection.view(|filtered| {
                let totals = filtered.timeline.totals();
                kind.map_or(totals.moments, |kind| totals.count(kind))
            })
        })
    };
    let counts: Vec<_> = kinds().map(|kind| (kind, count(kind))).collect();
    let chips = counts.iter().map(|&(kind, count)| {
        let pressed = move || inspection.filter.with(|filter| filter.kind == kind).to_string();
        view! {
            <button type="button" class="chip" aria-pressed=pressed on:click=move |_| choose(kind)>
                {name(kind)}" "<span class="number">{count}</span>
            </button>
        }
    });
    let options = counts
        .iter()
        .map(|&(kind, count)| view! { <option value=name(kind)>{name(kind)}" "{count}</option> });
    let chosen = move || name(inspection.filter.with(|filter| filter.kind));
    let take = move |event: ev::Event| {
        let value = event_target_value(&event);
        choose(kinds().find(|kind| name(*kind) == value).flatten());
    };
    view! {
        <div class="chips" role="group" aria-label="Kinds of moments">{chips.collect_view()}</div>
        <select class="input kind" aria-label="Kind" on:change=take prop:value=chosen>{options.collect_view()}</select>
    }
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
        let waiting = inspection.waiting_routes.get();
        let waiting = (paused && waiting > 0).then(|| view! { " "<span class="number">{waiting}</span> });
        view! { {icon_and_word(icon, word)}{waiting} }
    };
    let title = move || if inspection.paused.get() { "Go on" } else { "Pause" };
    view! {
        <button type="button" class="button pause" title=title on:click=move |_| inspection.pause(!inspection.paused.get_untracked())>
            {content}
        </button>
    }
    .into_any()
}

pub fn clear(inspection: Inspection) -> AnyView {
    view! {
        <button type="button" class="button" title="Clear" on:click=move |_| inspection.clear()>
            {icon_and_word("trash", "Clear")}
        </button>
    }
    .into_any()
}

pub fn export_button(inspection: Inspection) -> AnyView {
    let export = move |_| {
        let now = now_ms();
        let json = untrack(|| inspection.view(|filtered| export(&filtered.timeline, now)));
        let minute = date_time(now).replace(' ', "-").replace(':', "");
        if browser::save(&format!("lifecycle-{minute}.json"), &json).is_err() {
            leptos::logging::warn!("inspector: the file could not be made");
        }
    };
    view! {
        <button type="button" class="button" title="Export JSON" on:click=export>
            {icon_and_word("download", "Export JSON")}
        </button>
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
        <label class="button file" title="Replay a file">
            <input type="file" class="out-of-sight" accept=".json,application/json" on:change=take/>
            {icon_and_word("undo", "Replay a file")}
        </label>
    }
    .into_any()
}
