//! Reads values of the browser's parser, in the page.

use wasm_bindgen::JsCast;
pub use wasm_bindgen::JsValue;
use web_sys::js_sys::{Array, JSON, Reflect};

/// A type that a page reads out of a parsed value.
pub trait Readable: Sized {
    fn from_js(value: &JsValue) -> Option<Self>;
}

/// Every type, because a page writes no such JSON.
pub trait Writable {}

impl<T> Writable for T {}

pub fn read<T: Readable>(json: &str) -> Option<T> {
    T::from_js(&JSON::parse(json).ok()?)
}

pub fn write<T: Writable>(_: &T) -> Option<String> {
    None
}

/// The property of `object` with this name.
pub fn of(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

/// Reads the property of `object` with this name.
pub fn field<T: Readable>(object: &JsValue, name: &str) -> Option<T> {
    T::from_js(&of(object, name))
}

impl Readable for () {
    fn from_js(_: &JsValue) -> Option<Self> {
        Some(())
    }
}

/// Reads a missing value as `false`.
impl Readable for bool {
    fn from_js(value: &JsValue) -> Option<Self> {
        if value.is_undefined() { Some(false) } else { value.as_bool() }
    }
}

impl Readable for String {
    fn from_js(value: &JsValue) -> Option<Self> {
        value.as_string()
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {$(
        impl Readable for $number {
            fn from_js(value: &JsValue) -> Option<Self> {
                value.as_f64().map(|number| number as $number)
            }
        }
    )*};
}
numbers! { u8 u32 i64 usize }

impl<T: Readable> Readable for Option<T> {
    fn from_js(value: &JsValue) -> Option<Self> {
        if value.is_null() || value.is_undefined() { Some(None) } else { T::from_js(value).map(Some) }
    }
}

impl<T: Readable> Readable for Vec<T> {
    fn from_js(values: &JsValue) -> Option<Self> {
        values.dyn_ref::<Array>()?.iter().map(|value| T::from_js(&value)).collect()
    }
}

impl<A: Readable, B: Readable> Readable for (A, B) {
    fn from_js(pair: &JsValue) -> Option<Self> {
        let pair = pair.dyn_ref::<Array>()?;
        Some((A::from_js(&pair.get(0))?, B::from_js(&pair.get(1))?))
    }
}

impl<T: Readable, E: Readable> Readable for Result<T, E> {
    fn from_js(result: &JsValue) -> Option<Self> {
        match of(result, "Err") {
            error if error.is_undefined() => field(result, "Ok").map(Ok),
            error => E::from_js(&error).map(Err),
        }
    }
}
