//! The browser parses.

use leptos::wasm_bindgen::JsValue;
use leptos::web_sys::js_sys::JSON;

pub trait Readable: Sized {
    fn from_js(value: &JsValue) -> Option<Self>;
}

/// A page writes none of what the server answers.
pub trait Writable {}

impl<T> Writable for T {}

pub fn read<T: Readable>(json: &str) -> Option<T> {
    T::from_js(&JSON::parse(json).ok()?)
}

pub fn write<T: Writable>(_: &T) -> Option<String> {
    None
}
