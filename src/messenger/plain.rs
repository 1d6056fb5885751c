//! A value as JavaScript has them: what goes to the widget.
//!
//! Not `serde_json`'s: its parser and printer would come along into every page.

use serde::{Serialize, Serializer};

/// Below it JavaScript's numbers are exact.
const WHOLE: f64 = 9_007_199_254_740_992.0;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Plain {
    Text(String),
    Number(f64),
    Bool(bool),
    Null,
    List(Vec<Plain>),
    Object(Vec<(String, Plain)>),
}

impl From<&str> for Plain {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// For those who show it.
impl Serialize for Plain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            // As JavaScript writes them: what is whole has no point.
            Self::Number(number) if number.fract() == 0.0 && number.abs() < WHOLE => {
                serializer.serialize_i64(*number as i64)
            }
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Null => serializer.serialize_unit(),
            Self::List(values) => serializer.collect_seq(values),
            Self::Object(named) => serializer.collect_map(named.iter().map(|(name, value)| (name, value))),
        }
    }
}
