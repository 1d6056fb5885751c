//! The timer of a guide: its code comes with the first page that has one.

use leptos::wasm_bindgen::JsCast;
use std::cell::RefCell;
use web_sys::{Element, HtmlElement};

use super::super::dom;
use crate::pages::clock::{Brewed, End, show_clock};

thread_local! {
    /// Takes the clock of the last page away.
    static SHOWN: RefCell<Option<(Element, End)>> = const { RefCell::new(None) };
}

pub fn wake(main: &Element) {
    let gone = SHOWN.with_borrow(|shown| shown.as_ref().is_some_and(|(at, _)| !at.is_connected()));
    if gone && let Some((_, end)) = SHOWN.take() {
        end();
    }
    let Ok(Some(at)) = main.query_selector("[data-clock]") else { return };
    if SHOWN.with_borrow(Option::is_some) {
        return;
    }
    let steps = dom::all(main, "[data-seconds]").into_iter().map(|element| Brewed {
        seconds: element.get_attribute("data-seconds").and_then(|text| text.parse().ok()).unwrap_or_default(),
        name: element
            .query_selector("h3")
            .ok()
            .flatten()
            .and_then(|name| name.text_content())
            .unwrap_or_default(),
        element,
    });
    let steps: Vec<Brewed> = steps.collect();
    leptos::task::spawn_local(async move {
        if let Ok(end) = show_clock(at.clone().unchecked_into::<HtmlElement>(), steps).await {
            SHOWN.set(Some((at, end)));
        }
    });
}
