//! A value as JavaScript has it, for the widget.
//!
//! It is not `serde_json`'s `Value`, whose parser and printer would come along into every page.

use serde::{Serialize, Serializer};

/// `Number.MAX_SAFE_INTEGER` of ECMA-262: 2^53 − 1. Up to it JavaScript holds every whole number exactly.
pub(crate) const LARGEST_EXACT: f64 = 9_007_199_254_740_991.0;

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Plain {
    Text(String),
    Number(f64),
    Bool(bool),
    Null,
    List(Vec<Plain>),
    Object(Vec<(String, Plain)>),
}

impl Plain {
    pub fn object<const N: usize>(fields: [(&str, Plain); N]) -> Self {
        Self::Object(fields.map(|(name, value)| (name.to_owned(), value)).into())
    }
}

impl From<&str> for Plain {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// Writes a value into a token's claims, or for an app that shows what it sends.
impl Serialize for Plain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            // As JavaScript writes them: a whole number has no point.
            Self::Number(number) if number.fract() == 0.0 && number.abs() <= LARGEST_EXACT => {
                serializer.serialize_i64(*number as i64)
            }
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Null => serializer.serialize_unit(),
            Self::List(values) => serializer.collect_seq(values),
            Self::Object(fields) => {
                serializer.collect_map(fields.iter().map(|(name, value)| (name, value)))
            }
        }
    }
}
