//! Closes a `details` element as a menu closes.

use leptos::ev;
use leptos::html::Details;
use leptos::prelude::*;
use web_sys::{Element, HtmlElement, Node};

use wasm_bindgen::JsCast;

/// A `details` opens without a script. With one, it closes like a menu: on Escape, and on a click anywhere but on what
/// `stays` selects within it.
pub fn close_like_a_menu(details: NodeRef<Details>, stays: &'static str) {
    Effect::new(move |_| {
        let Some(menu) = details.get() else { return };
        let (of_click, of_key) = (menu.clone(), menu);
        let click = window_event_listener(ev::click, move |event| {
            let kept = event_target::<Element>(&event).closest(stays).ok().flatten();
            if !kept.is_some_and(|kept| of_click.contains(Some(&kept))) {
                of_click.set_open(false);
            }
        });
        let key = window_event_listener(ev::keydown, move |event| {
            let within = event.target().is_some_and(|target| of_key.contains(target.dyn_ref::<Node>()));
            if event.key() == "Escape" && within && of_key.open() {
                of_key.set_open(false);
                // What it stands in stays open.
                event.prevent_default();
                if let Ok(Some(summary)) = of_key.query_selector("summary") {
                    _ = summary.unchecked_into::<HtmlElement>().focus();
                }
            }
        });
        on_cleanup(move || {
            click.remove();
            key.remove();
        });
    });
}
