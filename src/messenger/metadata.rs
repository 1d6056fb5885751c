//! The metadata of an event, within Intercom's limits.

use serde::Serialize;

use crate::fields::{AttributeError, Fields, check_value, from_rust_types};
use crate::plain::Plain;

/// Intercom's API reference says that an event carries ten values, and that of more the first ten are kept; its help
/// page says twenty. Ten arrive either way.
const MOST_VALUES: usize = 10;

/// Metadata of an event: at most ten named values, checked as they are added.
///
/// Sources: Intercom's API reference, "Submit a data event"; Intercom's help, "Set up event tracking in Intercom".
///
/// ```
/// use messenger::{AttributeError, EventMetadata, MetadataValue};
/// # fn subscribed() -> Result<EventMetadata, AttributeError> {
/// let price = MetadataValue::Money { amount: 1_450, currency: "eur".to_owned() };
/// let metadata = EventMetadata::new()
///     .with("plan", "weekly")?
///     .with("bags", 2)?
///     .with("price", price)?
///     .with("first_delivery_date", MetadataValue::Date(1_790_000_000))?;
/// # Ok(metadata)
/// # }
/// # assert!(subscribed().is_ok());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct EventMetadata(Fields);

/// A value of an event's metadata. `From` makes one of `&str`, `String`, `bool`, `f64`, `i32`, `u32`, `i64` and `u64`.
#[derive(Clone, Debug, PartialEq)]
pub enum MetadataValue {
    /// A text of at most 255 characters.
    Text(String),
    /// A finite number from −(2^53 − 1) to 2^53 − 1: beyond, JavaScript would round it. Send a longer id as a text.
    Number(f64),
    /// True or false. Intercom's list of metadata types does not name it.
    Bool(bool),
    /// A date in Unix seconds. Only under a name that ends in `_date`: Intercom knows a date by that.
    Date(i64),
    /// A link with a title.
    Link {
        /// The link's address. It begins with `https://` or `http://`.
        url: String,
        /// The link's text: at most 255 characters.
        value: String,
    },
    /// An amount of money.
    Money {
        /// The amount in the currency's smallest unit: 1450 are 14.50 euros. From −(2^53 − 1) to 2^53 − 1.
        amount: i64,
        /// A code of ISO 4217 in lower case, such as `eur`.
        currency: String,
    },
}

from_rust_types!(MetadataValue);

impl EventMetadata {
    /// No metadata.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value; of one name, the last value counts. Intercom ignores the case of names.
    ///
    /// # Errors
    ///
    /// The name has not 1 to 190 characters, or holds `.` or `$`; the value breaks the limit that its [`MetadataValue`]
    /// states; or ten values of other names are there already.
    pub fn with(
        mut self,
        name: &str,
        value: impl Into<MetadataValue>,
    ) -> Result<Self, AttributeError> {
        let value = match self.0.len() == MOST_VALUES && !self.0.holds(name) {
            true => Err("an event carries ten values at most"),
            false => value.into().plain(name),
        };
        self.0.set_checked(name, value)?;
        Ok(self)
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    #[cfg(any(test, not(feature = "ssr")))]
    pub(crate) fn plain(&self) -> Plain {
        self.0.plain()
    }
}

impl MetadataValue {
    fn plain(self, name: &str) -> Result<Plain, &'static str> {
        match self {
            Self::Text(text) => Ok(Plain::Text(text)),
            Self::Number(number) => Ok(Plain::Number(number)),
            Self::Bool(value) => Ok(Plain::Bool(value)),
            Self::Date(seconds) if name.ends_with("_date") => Ok(Plain::Number(seconds as f64)),
            Self::Date(_) => Err("a date's name ends in “_date”: else it would arrive as a number"),
            Self::Link { url, value }
                if url.starts_with("https://") || url.starts_with("http://") =>
            {
                Ok(Plain::object([
                    ("url", Plain::Text(url)),
                    ("value", check_value(Plain::Text(value))?),
                ]))
            }
            Self::Link { .. } => Err("a link's url begins with https:// or http://"),
            Self::Money { amount, currency } if is_currency(&currency) => {
                let amount = check_value(Plain::Number(amount as f64))?;
                Ok(Plain::object([
                    ("amount", amount),
                    ("currency", Plain::Text(currency)),
                ]))
            }
            Self::Money { .. } => Err("a currency is three lower-case letters (ISO 4217)"),
        }
    }
}

fn is_currency(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Whether an event can have this name. `track_event` cannot fail, so it drops an event with another one.
///
/// Intercom documents no longest name. It ignores the case of names, and stores `.` and `$` as `-`.
/// Source: Intercom's API reference, "The data event model".
pub(crate) fn is_event_name(name: &str) -> bool {
    !name.is_empty() && name.trim() == name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_without_a_name_is_at_fault_and_so_is_white_space_at_its_ends() {
        for name in [
            "",
            " ",
            "\t\n",
            " ordered",
            "ordered ",
            "ordered\n",
            "\u{a0}ordered",
        ] {
            assert!(!is_event_name(name), "{name:?}");
        }
        for name in [
            "ordered",
            "placed an order",
            "ørdered",
            "order.placed",
            &"x".repeat(300),
        ] {
            assert!(is_event_name(name), "{name:?}");
        }
    }
}
