//! What is said along with an event, within Intercom's limits.
//!
//! Source: Intercom's help, "Track events in Intercom", and its API reference, "Data events".

use serde::{Serialize, Serializer};

use super::attributes::AttributeError;
use super::plain::Plain;

/// An event carries ten at most; of more, the hosted Messenger silently keeps the first ten.
const MOST_KEYS: usize = 10;

/// Metadata of an event, checked as it is made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventMetadata(Vec<(String, MetadataValue)>);

#[derive(Clone, Debug, PartialEq)]
pub enum MetadataValue {
    Text(String),
    Number(f64),
    Bool(bool),
    /// Unix seconds. Only under a name that ends in `_date`.
    Date(i64),
    /// A link: where it leads, and what it says.
    Link {
        url: String,
        value: String,
    },
    /// Money, in the currency's smallest unit.
    Money {
        amount: i64,
        /// ISO 4217, in lower case.
        currency: String,
    },
}

impl EventMetadata {
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value, or says by name what is wrong with it.
    pub fn with(mut self, name: &str, value: impl Into<MetadataValue>) -> Result<Self, AttributeError> {
        let value = value.into();
        let refuse = |reason| Err(AttributeError { name: name.to_owned(), reason });
        if name.is_empty() || name.chars().count() > 190 {
            return refuse("a name has 1 to 190 characters");
        }
        if name.contains(['.', '$']) {
            return refuse("a name may not hold “.” or “$”");
        }
        match &value {
            MetadataValue::Text(text) if text.chars().count() > 255 => {
                return refuse("a text has at most 255 characters");
            }
            MetadataValue::Number(number) if !number.is_finite() => return refuse("a number must be finite"),
            MetadataValue::Date(_) if !name.ends_with("_date") => {
                return refuse("a date's name ends in “_date”: else it would arrive as a number");
            }
            _ => {}
        }
        let known = self.0.iter().position(|(known, _)| known == name);
        if known.is_none() && self.0.len() == MOST_KEYS {
            return refuse("an event carries ten values at most");
        }
        match known {
            Some(at) => self.0[at].1 = value,
            None => self.0.push((name.to_owned(), value)),
        }
        Ok(self)
    }

    pub(super) fn plain(&self) -> Plain {
        Plain::Object(self.0.iter().map(|(name, value)| (name.clone(), value.plain())).collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for EventMetadata {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.plain().serialize(serializer)
    }
}

impl MetadataValue {
    fn plain(&self) -> Plain {
        let object = |pairs: [(&str, Plain); 2]| {
            Plain::Object(pairs.map(|(name, value)| (name.to_owned(), value)).into())
        };
        match self {
            Self::Text(text) => Plain::from(text.as_str()),
            Self::Number(number) => Plain::Number(*number),
            Self::Bool(value) => Plain::Bool(*value),
            Self::Date(seconds) => Plain::Number(*seconds as f64),
            Self::Link { url, value } => {
                object([("url", url.as_str().into()), ("value", value.as_str().into())])
            }
            Self::Money { amount, currency } => {
                object([("amount", Plain::Number(*amount as f64)), ("currency", currency.as_str().into())])
            }
        }
    }
}

impl From<&str> for MetadataValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for MetadataValue {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<f64> for MetadataValue {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}
impl From<i32> for MetadataValue {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}
impl From<bool> for MetadataValue {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}
