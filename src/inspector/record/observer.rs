//! The `<Record/>` component: observes the Messenger of its page, and shows nothing. Put it inside `<Messenger>`.
//!
//! It keeps its observations until the code of the recorder has come, which no page of an ordinary visitor loads.

use leptos::ev;
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use web_sys::CustomEvent;

use super::observation::{Observation, ObservationBuffer, ObservationKind, Origin};
use super::recorder::report;
use crate::inspector::InspectorSettings;
use crate::inspector::browser::now_ms;
use crate::messenger::observe::Observed;
use crate::messenger::use_messenger;

/// The loader's announcement of a ping: `detail` is `{id, call}`.
const ANNOUNCEMENT: &str = "intercom:ping";

#[component]
pub fn Record() -> impl IntoView {
    let open = use_context::<InspectorSettings>().unwrap_or_default().open;
    if cfg!(feature = "ssr") || !open {
        return;
    }
    let messenger = use_messenger();
    let buffer = StoredValue::new_local(ObservationBuffer::default());
    messenger.observe(move |now, observed| {
        let kind = match observed {
            Observed::Event(event) => ObservationKind::Event(event.clone()),
            Observed::Command(command) => ObservationKind::Command(command.clone()),
            Observed::Dropped(dropped) => ObservationKind::Dropped(dropped.clone()),
            Observed::Found(finding) => ObservationKind::Found(*finding),
        };
        observe(buffer, now.wall, kind);
    });
    let announced = ev::Custom::<CustomEvent>::new(ANNOUNCEMENT);
    window_event_listener(announced, move |event| {
        observe(buffer, now_ms(), ObservationKind::Announced(event.detail()))
    });
    let reporting = ScopedFuture::new(report(messenger, buffer));
    leptos::task::spawn_local(async move { _ = reporting.await });
}

fn observe(buffer: StoredValue<ObservationBuffer, LocalStorage>, at_ms: i64, kind: ObservationKind) {
    let at = window().location();
    let part = |part: Result<String, _>| part.unwrap_or_default();
    let url = part(at.pathname()) + &part(at.search()) + &part(at.hash());
    let origin = Origin { at_ms, url, title: document().title() };
    let observation = Observation { kind, origin };
    let sink = buffer.try_with_value(|buffer| buffer.sink.clone()).flatten();
    match sink {
        Some(sink) => sink(observation),
        None => _ = buffer.try_update_value(|buffer| buffer.early.push(observation)),
    }
}
