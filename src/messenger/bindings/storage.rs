//! What is kept beyond the page: the marker, in localStorage, and the widget's cookies.

use leptos::prelude::{document, window};
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::js_sys::Reflect;
use leptos::web_sys::{HtmlDocument, Storage};
use std::cell::RefCell;

use super::super::lifecycle::Marker;
use super::super::session::SessionKey;

/// In localStorage: whose session the widget's cookies may hold (rule R3).
pub const MARKER: &str = "messenger-session";
const CONTESTED: &str = "*";

thread_local! {
    /// Where the browser forbids storage, for this page alone.
    static REMEMBERED: RefCell<Option<Option<String>>> = const { RefCell::new(None) };
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// As all tabs of this browser see it now.
pub fn marker() -> Marker {
    let mark = REMEMBERED.with_borrow(|own| own.clone());
    let mark = mark.unwrap_or_else(|| storage().and_then(|storage| storage.get_item(MARKER).ok().flatten()));
    match mark {
        None => Marker::Nobody,
        Some(mark) if mark == CONTESTED => Marker::Contested,
        Some(key) => Marker::User(SessionKey(key)),
    }
}

pub fn set_marker(marker: &Marker) {
    let mark = match marker {
        Marker::Nobody => None,
        Marker::User(SessionKey(key)) => Some(key.as_str()),
        Marker::Contested => Some(CONTESTED),
    };
    let written = storage().ok_or(JsValue::NULL).and_then(|storage| match mark {
        None => storage.remove_item(MARKER),
        Some(mark) => storage.set_item(MARKER, mark),
    });
    REMEMBERED.set(written.is_err().then(|| mark.map(str::to_owned)));
}

/// Ends every cookie of the widget, at this host and the domains above it.
/// Names: Intercom's help, "Intercom Messenger Cookies".
pub fn expire_cookies(app_id: &str) {
    let Ok(document) = document().dyn_into::<HtmlDocument>() else { return };
    let host = window().location().hostname().unwrap_or_default();
    let parents =
        host.match_indices('.').map(|(dot, _)| &host[dot + 1..]).filter(|parent| parent.contains('.'));
    let domains: Vec<String> = [String::new(), format!("; Domain={host}")]
        .into_iter()
        .chain(parents.map(|parent| format!("; Domain={parent}")))
        .collect();
    for name in ["session", "id", "device-id"] {
        for domain in &domains {
            _ = document
                .set_cookie(&format!("intercom-{name}-{app_id}=; Path=/; Max-Age=0; SameSite=Lax{domain}"));
        }
    }
}

/// What the widget would boot from by itself: never an identity. It reads `api_base` here when it starts.
pub fn set_page_settings(settings: Option<&JsValue>) {
    let name = "intercomSettings".into();
    _ = match settings {
        Some(settings) => Reflect::set(&window(), &name, settings),
        None => Reflect::delete_property(&window().into(), &name),
    };
}
