//! The browser as the inspector uses it: its clock, the clipboard, and files in and out.

use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::{Array, Reflect};
use web_sys::{Blob, BlobPropertyBag, Event, HtmlAnchorElement, HtmlInputElement, Url};

/// The largest file in bytes: 30,000 entries fit in.
const LARGEST: f64 = 64.0 * 1024.0 * 1024.0;

/// The page's own clock, in Unix milliseconds.
#[expect(clippy::disallowed_methods, reason = "what a page reports carries the page's own time")]
pub fn now_ms() -> i64 {
    web_sys::js_sys::Date::now() as i64
}

/// The tab's own storage. None where the browser keeps none.
pub fn session_storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}

/// A random text that is this browser's own. None where it keeps none.
#[cfg(feature = "shop")]
pub fn browser_id() -> Option<String> {
    const ITEM: &str = "lifecycle-browser";
    let storage = window().local_storage().ok().flatten()?;
    if let Some(id) = storage.get_item(ITEM).ok().flatten() {
        return Some(id);
    }
    let id = format!("{:x}", (web_sys::js_sys::Math::random() * 1e15) as u64);
    storage.set_item(ITEM, &id).ok().map(|()| id)
}

pub fn copy(text: &str, copied: impl FnOnce() + 'static) {
    // A page that is not served securely has no clipboard.
    let navigator = window().navigator();
    if Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|clipboard| clipboard.is_object()) {
        let copied = Closure::once(move |_: JsValue| copied());
        _ = navigator.clipboard().write_text(text).then(&copied);
        copied.forget();
    }
}

/// Downloads a text as a file.
pub fn save(name: &str, text: &str) -> Result<(), JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type("application/json");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &kind)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    Url::revoke_object_url(&url)
}

/// Reads the file that was chosen in an `<input type="file">`, and empties the input: the same may be chosen again.
pub fn read(event: &Event, then: impl Fn(&str, Result<String, &str>) + Clone + 'static) {
    let input: HtmlInputElement = event_target(event);
    let Some(file) = input.files().and_then(|files| files.item(0)) else { return };
    input.set_value("");
    let name = file.name();
    if file.size() > LARGEST {
        return then(&name, Err("It is larger than 64 MB."));
    }
    let (failed_name, failed_then) = (name.clone(), then.clone());
    let read = Closure::once(move |text: JsValue| then(&name, text.as_string().ok_or("It is no text.")));
    let failed = Closure::once(move |_: JsValue| failed_then(&failed_name, Err("It cannot be read.")));
    _ = file.text().then2(&read, &failed);
    read.forget();
    failed.forget();
}

/// Calls `tick` again and again, for as long as the caller's owner lives.
pub fn every(period: Duration, tick: impl Fn() + 'static) {
    if let Ok(ticking) = set_interval_with_handle(tick, period) {
        on_cleanup(move || ticking.clear());
    }
}
