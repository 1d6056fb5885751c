//! A fold that lies over the page closes on Escape, and on a click anywhere else: from the start, as it opens.

use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, Event, KeyboardEvent};

use super::dom;

const OPEN: &str = ".shop details:is(.facet, .menu)[open]";

pub fn listen() {
    let at = |event: &Event| event.target()?.dyn_into::<Element>().ok();
    let click = window_event_listener(ev::click, move |event| {
        at(&event).iter().for_each(close_others);
    });
    let escape = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        at(&event).iter().filter(|_| event.key() == "Escape").for_each(close);
    });
    on_cleanup(move || {
        click.remove();
        escape.remove();
    });
}

fn close(at: &Element) {
    if let Ok(Some(fold)) = at.closest(OPEN) {
        _ = fold.remove_attribute("open");
        _ = fold.query_selector("summary").map(|summary| summary.map(|summary| dom::focus(&summary)));
    }
}

fn close_others(clicked: &Element) {
    let open = document().query_selector(OPEN).ok().flatten();
    if let Some(fold) = open.filter(|fold| !fold.contains(Some(clicked))) {
        _ = fold.remove_attribute("open");
    }
}

/// The account menu, when one has gone where it led.
pub fn close_menu() {
    if let Ok(Some(menu)) = document().query_selector(".shop details.menu[open]") {
        _ = menu.remove_attribute("open");
    }
}
