//! `<Messenger>`: turns what the app knows already (who is here, which page is in place) into events.

use leptos::prelude::*;

use crate::diagnosis::Finding;
use crate::lifecycle::{CheckAgain, Event, Url};
use crate::page_ready::PageReady;
use crate::session::Session;
use crate::settings::Load;
use crate::{bindings, mount};

/// The Messenger of the pages inside. Put it round the routes, or into a layout, below
/// `<Router set_is_routing=PageReady::provide()>`.
///
/// A page has one active `<Messenger>` at a time: the first one in the page. While none is in the page, a user is shut
/// down, and a visitor's session stays out of sight.
#[component]
pub fn Messenger(
    /// The session of the person at the browser. The pattern has no other source (rule R1).
    #[prop(into)]
    session: Signal<Session>,
    /// Called when a session may have ended: check again who is logged in.
    #[prop(optional, into)]
    on_check_again: Option<Callback<CheckAgain>>,
    /// Whether the person allows the Messenger (rule R11). Without this signal the Messenger is allowed.
    #[prop(optional, into)]
    consent: Option<Signal<bool>>,
    /// When the page may load the widget's script.
    #[prop(optional)]
    load: Load,
    /// Addresses (path, query, hash) that nobody outside may see, such as `/reset?token=…`: true for such an address.
    /// While one is open, nothing boots and nothing is reported.
    #[prop(optional, into)]
    private_address: Option<Callback<Url, bool>>,
    children: Children,
) -> impl IntoView {
    let page_ready = PageReady::above();
    let widget = page_ready.widget();
    let missing = widget.is_none();
    let mount = mount::mount(widget.flatten(), on_check_again);
    let driver = mount.driver;
    if missing && driver.runs() && driver.widget().is_none() {
        driver.found(Finding::NoSettings);
    }
    let children = children();

    let report = move |event: Event| {
        if mount.is_active() {
            driver.on(event);
        }
    };
    Effect::new(move |_| report(Event::Consent(consent.is_none_or(|consent| consent.get()))));
    Effect::new(move |_| report(Event::Session(session.get())));
    let settled = move || {
        let url = bindings::url();
        if !untrack(move || mount.is_active()) {
            driver.found(Finding::SecondProvider);
        } else if private_address.is_some_and(|private_address| private_address.run(url.clone())) {
            driver.on(Event::SettledPrivate);
        } else {
            driver.on(Event::Settled(url.clone()));
            // A page that still waits was reported early on purpose. Without a widget none is.
            if !page_ready.is_waiting() && driver.widget().is_some() {
                driver.watch_names(url);
            }
        }
    };
    let moving = move || {
        driver.leave_names();
        report(Event::Moving);
    };
    page_ready.watch(moving, settled);
    Effect::new(move |_| {
        if mount.is_active() {
            driver.watch(load);
        }
    });
    on_cleanup(move || {
        driver.leave_names();
        mount.unmount();
    });
    children
}
