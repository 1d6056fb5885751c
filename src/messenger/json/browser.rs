//! The browser parses.

use leptos::wasm_bindgen::JsValue;
use leptos::web_sys::js_sys::JSON;

pub trait Readable: Sized {
    fn from_js(value: &JsValue) -> Option<Self>;
}

/// Every type, because a page writes none of the server's answers.
pub trait Writable {}

impl<T> Writable for T {}

pub fn read<T: Readable>(json: &str) -> Option<T> {
    T::from_js(&JSON::parse(json).ok()?)
}

pub fn write<T: Writable>(_: &T) -> Option<String> {
    None
}
