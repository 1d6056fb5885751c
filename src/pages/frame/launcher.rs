//! Keeps the Messenger's launcher off prices and buttons.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::components::on_resize;

/// The launcher and its distance from the window's corner, in pixels.
const CORNER: f64 = 20.0 + 56.0;
const KEPT_FREE: &str = "#main :is(.price, .button, .sum dd)";

/// Whether a price or a button stands in the corner of the window, where the launcher is.
pub fn corner_is_taken() -> ReadSignal<bool> {
    let (is_taken, set) = signal(false);
    let look = move || {
        let now = is_taken_now().unwrap_or_default();
        if is_taken.get_untracked() != now {
            set.set(now);
        }
    };
    Effect::new(move |_| {
        let scroll = window_event_listener(ev::scroll, move |_| look());
        on_cleanup(move || scroll.remove());
        if let Some(main) = document().get_element_by_id("main") {
            on_resize(&[&main], look);
        }
    });
    is_taken
}

fn is_taken_now() -> Option<bool> {
    let size = |size: Result<wasm_bindgen::JsValue, _>| size.ok()?.as_f64();
    let (width, height) = (size(window().inner_width())?, size(window().inner_height())?);
    let elements = document().query_selector_all(KEPT_FREE).ok()?;
    let is_in_corner = |element: Element| {
        let place = element.get_bounding_client_rect();
        place.right() > width - CORNER && place.bottom() > height - CORNER && place.top() < height
    };
    Some((0..elements.length()).filter_map(|at| elements.get(at)?.dyn_into().ok()).any(is_in_corner))
}
