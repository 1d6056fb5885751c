//! Keeps the Messenger's launcher off prices and buttons: it goes up as far as it must.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DomRect, Element, HtmlElement};

use crate::components::on_resize;

/// Pixels from the window's edges to the launcher, and its size.
const DISTANCE: f64 = 20.0;
const SIZE: f64 = 56.0;
/// Pixels between the launcher and the element below it.
const GAP: f64 = 8.0;
const KEPT_FREE: &str = "#main :is(.price, .button, .sum dd, .choices label, .short-lines li)";

/// Lifts the launcher above prices and buttons at each scroll and each change of the page's size. `style/shop.css` reads
/// how far from the document's `--launcher-lift`.
pub fn keep_launcher_off() {
    Effect::new(move |_| {
        let lifted = StoredValue::new(0);
        let look = move || {
            let lift = lift().unwrap_or_default();
            if lift != lifted.get_value() {
                lifted.set_value(lift);
                set_lift(lift);
            }
        };
        let scroll = window_event_listener(ev::scroll, move |_| look());
        on_cleanup(move || scroll.remove());
        if let Some(main) = document().get_element_by_id("main") {
            on_resize(&[&main], look);
        }
    });
}

fn set_lift(pixels: u32) {
    if let Some(root) = document().document_element() {
        let root = root.unchecked_into::<HtmlElement>();
        _ = root.style().set_property("--launcher-lift", &format!("{pixels}px"));
    }
}

/// The whole pixels from the launcher's place to the lowest place above it that is free; 0 if there is none in the lower half of
/// the window.
fn lift() -> Option<u32> {
    let size = |size: Result<wasm_bindgen::JsValue, _>| size.ok()?.as_f64();
    let (width, height) = (size(window().inner_width())?, size(window().inner_height())?);
    let elements = document().query_selector_all(KEPT_FREE).ok()?;
    let places: Vec<DomRect> = (0..elements.length())
        .filter_map(|at| Some(elements.get(at)?.dyn_into::<Element>().ok()?.get_bounding_client_rect()))
        .filter(|place| place.right() > width - DISTANCE - SIZE && place.left() < width - DISTANCE)
        .collect();
    let mut lift = 0.0;
    let lies_over = |place: &&DomRect, lift: f64| {
        let lower_end = height - DISTANCE - lift;
        place.top() < lower_end && place.bottom() > lower_end - SIZE
    };
    while let Some(place) = places.iter().find(|place| lies_over(place, lift)) {
        lift = (height - DISTANCE - place.top()).ceil() + GAP;
    }
    // Whole: the code that writes a fraction takes 7 KB of each page.
    Some(if lift < height / 2.0 { lift as u32 } else { 0 })
}
