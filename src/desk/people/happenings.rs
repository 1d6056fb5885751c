//! The timeline of a person or a company.

use leptos::prelude::*;

use super::api::people_timeline;
use super::happening::{Happening, HappeningKind, RecordTimeline};
use super::stream::RECORD_STREAM;
use crate::components::Icon;
use crate::desk::stream::follow;
use crate::desk::times::When;

/// All that happened with the person or company with this id, the newest first.
#[component]
pub fn Happenings(id: String, newest: RecordTimeline) -> impl IntoView {
    let timeline = RwSignal::new(newest);
    let of = StoredValue::new(id);
    let read = Action::new(move |before: &String| people_timeline(of.get_value(), before.clone()));
    let read_newest = Action::new(move |()| people_timeline(of.get_value(), String::new()));
    Effect::new(move |_| {
        if let Some(Ok(newest)) = read_newest.value().get() {
            timeline.update(|shown| shown.begin_with(newest));
        }
    });
    let changed = move || _ = read_newest.dispatch(());
    let is_cut = RwSignal::new(false);
    Effect::new(move |_| {
        let address = of.with_value(|id| format!("{RECORD_STREAM}?id={id}"));
        follow(address, true, changed, |_, _| (), is_cut);
    });
    Effect::new(move |_| {
        let Some(Ok(page)) = read.value().get() else { return };
        timeline.update(|all| {
            all.happenings.extend(page.happenings);
            all.earlier = page.earlier;
        });
    });
    let earlier = move || {
        timeline.with(|all| all.earlier.clone()).map(|before| {
            let read_on = move |_| _ = read.dispatch(before.clone());
            view! { <button class="button" type="button" on:click=read_on disabled=read.pending()>"Earlier"</button> }
        })
    };
    let failed = move || {
        let failed = read.value().with(|value| value.as_ref().is_some_and(Result::is_err));
        failed.then(|| view! { <p class="notice bad" role="alert">"The earlier entries could not be read. Try again."</p> })
    };
    let entries = move || timeline.with(|all| all.happenings.iter().cloned().map(happening).collect_view());
    view! {
        <section class="sheet" aria-labelledby="timeline">
            <h2 id="timeline">"Timeline"</h2>
            <ol class="trail plain">{entries}</ol>
            {failed}
            {earlier}
        </section>
    }
}

fn happening(Happening { kind, words, text, address, at_ms }: Happening) -> AnyView {
    let icon = match kind {
        HappeningKind::Page => "eye",
        HappeningKind::Event => "bolt",
        HappeningKind::Message => "chat",
        HappeningKind::Note => "note",
        HappeningKind::Change => "settings",
    };
    let words = match address {
        Some(address) => view! { <a href=address rel="external"><bdi>{words}</bdi></a> }.into_any(),
        None => view! { <bdi>{words}</bdi> }.into_any(),
    };
    view! {
        <li>
            <Icon name=icon class="small"/>
            {words}
            <When at_ms/>
            {(!text.is_empty()).then(|| view! { <bdi class="of-event">{text}</bdi> })}
        </li>
    }
    .into_any()
}
