//! Keeps the browser's address bar at the page that the router shows.

use leptos::prelude::*;
use leptos_router::hooks::use_url;
use leptos_router::location::Url;
use wasm_bindgen::JsValue;

use super::{Routing, address};

/// Puts the address of the page into the bar where leptos_router 0.8.17 leaves it out. After Back and Forward, or a
/// page that replaced another, its stack of addresses ends with another one than the bar shows. A link to that address
/// then changes the page alone. <https://github.com/leptos-rs/leptos/issues/4324> mended this after Back only.
#[component]
pub fn AddressBar() -> impl IntoView {
    let (at, busy) = (use_url(), Routing::is_under_way());
    // The Messenger takes the error of a plain form out of the bar. It must not come back: only a change of page is put in.
    let last = StoredValue::new(at.with_untracked(address));
    Effect::new(move |_| {
        at.track();
        if !busy.get() {
            // The router is done by then.
            request_animation_frame(move || {
                let now = at.with_untracked(address);
                if !busy.get_untracked() && last.get_value() != now {
                    last.set_value(now);
                    at.with_untracked(put_into_bar);
                }
            });
        }
    });
}

fn put_into_bar(url: &Url) {
    let (location, shown) = (location(), (url.path(), url.search()));
    let (path, search) = (location.pathname().unwrap_or_default(), location.search().unwrap_or_default());
    if (path.as_str(), search.trim_start_matches('?')) != shown
        && let Ok(history) = window().history()
    {
        _ = history.push_state_with_url(&JsValue::NULL, "", Some(&address(url)));
    }
}
