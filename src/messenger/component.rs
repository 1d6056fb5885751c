//! `<Messenger>`: turns what the app knows already (who is here, which page is in place) into events.

use leptos::prelude::*;

use super::bindings;
use super::driver::Driver;
use super::handle::MessengerHandle;
use super::lifecycle::{Event, Stale, State};
use super::location::Settling;
use super::session::Session;

/// Goes round the routes, inside `<Router>`.
#[component]
pub fn Messenger(
    /// Who is here. The only truth (rule R1).
    #[prop(into)]
    session: Signal<Session>,
    /// When a page counts as in place (rule R7); its other end is `<Router set_is_routing=…>`.
    settling: Settling,
    /// Asked to look again who is logged in, when the pattern learns that a session has ended.
    #[prop(optional, into)]
    on_stale: Option<Callback<Stale>>,
    children: Children,
) -> impl IntoView {
    // From the host's configuration, with the page: no fetch.
    let widget = SharedValue::new(bindings::widget_settings).into_inner();
    let contact = widget.as_ref().and_then(|widget| widget.contact.clone());
    let driver = Driver::new(widget, on_stale);
    provide_context(MessengerHandle::new(driver));
    let children = children();

    Effect::new(move |_| driver.on(Event::Session(session.get())));
    settling.watch(move || driver.on(Event::Moving), move || driver.on(Event::Settled(bindings::url())));

    let state = driver.state();
    let fallback = move || {
        let address = contact.clone().filter(|_| state.get() == State::Blocked)?;
        Some(view! { <a class="messenger-contact" href=format!("mailto:{address}")>"Write to us"</a> })
    };
    view! { {children} {fallback} }
}
