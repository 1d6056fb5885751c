//! The switch on the privacy page: it shows the answer that this page has, however it came by it.

use leptos::ev;
use leptos::prelude::*;
use web_sys::Element;

use super::super::dom;
use super::{closest, target};
use crate::accounts::Consent;

pub fn listen(consent: Consent) {
    Effect::new(move |_| {
        _ = (consent.wanted.get(), consent.busy.get(), consent.untold.get());
        _ = dom::main().map(|main| show(&main, consent));
    });
    let sent = window_event_listener(ev::submit, move |event| {
        if target(&event).is_some_and(|form| closest(&form, "#main form[data-chat]").is_some()) {
            event.prevent_default();
            consent.answer(!consent.wanted.get_untracked());
        }
    });
    let again = window_event_listener(ev::click, move |event| {
        if target(&event).is_some_and(|at| closest(&at, "[data-off]").is_some()) {
            consent.answer(false);
        }
    });
    on_cleanup(move || {
        sent.remove();
        again.remove();
    });
}

/// Makes the switch, where there is one, look as things are.
pub fn show(main: &Element, consent: Consent) {
    let (on, busy) = (consent.wanted.get_untracked(), consent.busy.get_untracked());
    for button in dom::all(main, "form[data-chat] button") {
        _ = button.set_attribute("value", if on { "false" } else { "true" });
        _ = button.set_attribute("aria-checked", if on { "true" } else { "false" });
        _ = button.set_attribute("aria-busy", if busy { "true" } else { "false" });
        if let Some(word) = button.last_element_child() {
            word.set_text_content(Some(if on { "On" } else { "Off" }));
        }
    }
    if let Ok(Some(said)) = main.query_selector("[data-untold]") {
        said.set_inner_html("");
        if let Some(given) = consent.untold.get_untracked() {
            let words = if given { "chat-still-off" } else { "chat-off-here" };
            _ = dom::template(words).map(|words| said.append_child(&words));
        }
    }
}
