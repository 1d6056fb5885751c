use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::{Array, JSON, Reflect};

/// What a page can take out of a parsed value.
pub trait Readable: Sized {
    fn from_js(value: &JsValue) -> Option<Self>;
}

/// A page writes no answers.
pub trait Writable {}

impl<T> Writable for T {}

pub fn read<T: Readable>(json: &str) -> Option<T> {
    T::from_js(&JSON::parse(json).ok()?)
}

/// Undefined, where it is no JSON.
pub fn parse(json: &str) -> JsValue {
    JSON::parse(json).unwrap_or_default()
}

pub fn write<T: Writable>(_: &T) -> Option<String> {
    None
}

pub fn of(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

pub fn field<T: Readable>(object: &JsValue, name: &str) -> Option<T> {
    T::from_js(&of(object, name))
}

pub fn text(object: &JsValue, name: &str) -> Option<String> {
    of(object, name).as_string()
}

pub fn whole(object: &JsValue, name: &str) -> Option<i64> {
    of(object, name).as_f64().map(|number| number as i64)
}

impl Readable for () {
    fn from_js(_: &JsValue) -> Option<Self> {
        Some(())
    }
}

/// One that is left out is false.
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
numbers! { u8 u32 i64 }

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

/// What a page reads of a struct: its fields by their names.
#[macro_export]
macro_rules! readable {
    ($($type:ident { $($field:ident),* $(,)? })*) => {$(
        impl $crate::json::Readable for $type {
            fn from_js(value: &wasm_bindgen::JsValue) -> Option<Self> {
                Some(Self { $($field: $crate::json::field(value, stringify!($field))?),* })
            }
        }
    )*};
}

#[doc(inline)]
pub use crate::readable;
