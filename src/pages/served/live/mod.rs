//! The little that acts in a page itself. Listeners are the window's, so that a page may come and go; what they act on
//! says so in its attributes.

mod buy;
mod cart;
mod chat;
mod clock;

pub use cart::count_on;

use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlFormElement, HtmlInputElement};

use super::dom;
use super::place::Place;
use crate::accounts::Consent;

/// Once, and again for each page that has come.
pub fn wake(main: &Element, consent: Consent) {
    // Where no script runs, nothing pretends to act.
    for hidden in dom::all(main, "[data-awake]") {
        _ = hidden.remove_attribute("hidden");
    }
    for time in dom::all(main, "time[data-at]") {
        let seconds: i64 = time.get_attribute("data-at").and_then(|at| at.parse().ok()).unwrap_or_default();
        let date = web_sys::js_sys::Date::new(&(seconds as f64 * 1_000.0).into());
        _ = time.set_attribute("title", &String::from(date.to_locale_string("default", &JsValue::UNDEFINED)));
    }
    dom::all(main, "form[data-bag]").iter().for_each(buy::read);
    chat::show(main, consent);
    clock::wake(main);
}

pub fn listen(place: Place) {
    let click = window_event_listener(ev::click, move |event| {
        let Some(at) = target(&event) else { return };
        if let Some(button) = closest(&at, "[data-reveals]") {
            reveal(&button);
        } else if let Some(button) = closest(&at, "[data-step]") {
            buy::step(&button);
        } else if closest(&at, "[data-again]").is_some() {
            leptos::task::spawn_local(place.show(place.wanted.get_untracked()));
        }
    });
    let changed = |event: &web_sys::Event| {
        let Some(form) = target(event).and_then(|at| closest(&at, "#main form")) else { return };
        if form.has_attribute("data-bag") {
            buy::read(&form);
        }
        if form.has_attribute("data-at-once") && event.type_() == "change" {
            _ = form.unchecked_ref::<HtmlFormElement>().request_submit();
        }
    };
    let change = window_event_listener(ev::change, move |event| changed(&event));
    let input = window_event_listener(ev::input, move |event| changed(&event));
    chat::listen(place.consent);
    on_cleanup(move || {
        click.remove();
        change.remove();
        input.remove();
    });
}

fn target(event: &web_sys::Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

fn closest(at: &Element, selector: &str) -> Option<Element> {
    at.closest(selector).ok().flatten()
}

/// Shows what was typed, and hides it again.
fn reveal(button: &Element) {
    let id = button.get_attribute("data-reveals").unwrap_or_default();
    let field = document().get_element_by_id(&id).and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
    let Some(field) = field else { return };
    let shown = field.type_() == "text";
    field.set_type(if shown { "password" } else { "text" });
    if let Some(word) = button.first_child() {
        word.set_node_value(Some(if shown { "Show" } else { "Hide" }));
    }
}
