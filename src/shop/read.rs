//! What a page reads of the shop's answers.

use wasm_bindgen::JsValue;

use super::support::{Told, ToldEvent, Value, Word};
use super::{Currency, Money};
use crate::json::{Readable, field, of, readable};

readable! {
    Money { minor, currency }
    Told { events, known }
    ToldEvent { name, metadata }
}

impl Readable for Currency {
    fn from_js(code: &JsValue) -> Option<Self> {
        (code.as_string()? == "EUR").then_some(Self::Eur)
    }
}

impl Readable for Word {
    fn from_js(word: &JsValue) -> Option<Self> {
        word.as_string().map(Self::from)
    }
}

impl Readable for Value {
    fn from_js(value: &JsValue) -> Option<Self> {
        let number = |name| of(value, name).as_f64().map(|number| number as i64);
        let word = field(value, "Word").map(Self::Word);
        word.or_else(|| field(value, "Money").map(Self::Money))
            .or_else(|| number("Number").map(Self::Number))
            .or_else(|| number("Date").map(Self::Date))
    }
}
