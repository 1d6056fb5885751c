//! `<Messenger>`: turns what the app knows already (who is here, which page is in place) into events.

use leptos::prelude::*;

use super::bindings;
use super::diagnosis::Finding;
use super::driver::Driver;
use super::handle::MessengerHandle;
use super::lifecycle::{Event, Stale};
use super::location::Settling;
use super::session::Session;
use super::settings::{Load, WidgetSettings};

/// Goes round the routes, inside `<Router set_is_routing=Settling::provide()>`.
#[component]
pub fn Messenger(
    /// Who is here. The only truth (rule R1).
    #[prop(into)]
    session: Signal<Session>,
    /// Asked to look again who is logged in, when the pattern learns that a session may have ended.
    #[prop(optional, into)]
    on_stale: Option<Callback<Stale>>,
    /// Whether the person allows the Messenger (rule R11). Left out, it is allowed.
    #[prop(optional, into)]
    consent: Option<Signal<bool>>,
    /// When the widget's script is loaded.
    #[prop(optional)]
    load: Load,
    children: Children,
) -> impl IntoView {
    // From the host's configuration, with the page: no fetch.
    let widget = SharedValue::new_str(|| bindings::write(&bindings::widget_settings()).unwrap_or_default());
    let widget: Option<WidgetSettings> = bindings::read(&widget.into_inner()).flatten();
    let first = bindings::claim_page() && use_context::<MessengerHandle>().is_none();
    let loud = widget.as_ref().is_some_and(|widget| widget.development);
    let driver = Driver::new(widget.filter(|_| first), loud, on_stale);
    provide_context(MessengerHandle::new(driver));
    let children = children();
    if !first {
        driver.found(Finding::SecondProvider);
        return children;
    }

    Effect::new(move |_| driver.on(Event::Consent(consent.is_none_or(|consent| consent.get()))));
    Effect::new(move |_| driver.on(Event::Session(session.get())));
    Settling::above()
        .watch(move || driver.on(Event::Moving), move || driver.on(Event::Settled(bindings::url())));
    Effect::new(move |_| bindings::watch_page(driver, load));
    on_cleanup(move || {
        driver.on(Event::Removed);
        bindings::leave_page();
    });
    children
}
