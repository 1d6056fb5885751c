//! Reports from a page what its Messenger does. Put `<Record/>` inside `<Messenger>`; it shows nothing.
//!
//! Only what has to be there from the first event on is part of the app: it keeps what it sees until the code of the
//! [`report`](super::report) has come, which no page of an ordinary visitor loads.

use leptos::ev;
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use web_sys::CustomEvent;

use super::InspectorSettings;
use super::report::report;
use super::seen::{Seen, Watch, What};
use super::wall_clock::wall;
use crate::messenger::{Observed, use_messenger};

/// The loader's announcement of a ping: `detail` is `{id, call}`.
const ANNOUNCEMENT: &str = "intercom:ping";

#[component]
pub fn Record() -> impl IntoView {
    let open = use_context::<InspectorSettings>().unwrap_or_default().open;
    if cfg!(feature = "ssr") || !open {
        return;
    }
    let messenger = use_messenger();
    let watch = StoredValue::new_local(Watch::default());
    messenger.observe(move |now, observed| {
        let what = match observed {
            Observed::Event(event) => What::Event(event.clone()),
            Observed::Command(command) => What::Command(command.clone()),
            Observed::Dropped(dropped) => What::Dropped(dropped.clone()),
            Observed::Found(finding) => What::Found(*finding),
        };
        see(watch, now.wall, what);
    });
    let announced = ev::Custom::<CustomEvent>::new(ANNOUNCEMENT);
    window_event_listener(announced, move |event| see(watch, wall(), What::Announced(event.detail())));
    let reporting = ScopedFuture::new(report(messenger, watch));
    leptos::task::spawn_local(async move { _ = reporting.await });
}

fn see(watch: StoredValue<Watch, LocalStorage>, at_ms: i64, what: What) {
    let at = window().location();
    let part = |part: Result<String, _>| part.unwrap_or_default();
    let url = part(at.pathname()) + &part(at.search()) + &part(at.hash());
    let seen = Seen { what, at_ms, url, title: document().title() };
    let sink = watch.try_with_value(|watch| watch.sink.clone()).flatten();
    match sink {
        Some(sink) => sink(seen),
        None => _ = watch.try_update_value(|watch| watch.early.push(seen)),
    }
}
