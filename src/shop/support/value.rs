//! What may be said of people's doings: words of the shop, numbers, amounts and dates. No free text.

use crate::json::Readable;
use serde::{Deserialize, Serialize};

use crate::shop::Money;

const LONGEST: usize = 64;

/// A word of the shop's own, such as a slug, a key or an order's id: letters, digits, `-` and `_`, at most 64.
/// A word with anything else in it is left out as a whole. So no address, e-mail or sentence can come along.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String")]
pub struct Word(String);

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub enum FactValue {
    Word(Word),
    Number(i64),
    Money(Money),
    /// A date in Unix seconds.
    Date(i64),
}

impl Word {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Word {
    fn from(text: String) -> Self {
        let is_of_shop = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        let is_word = text.len() <= LONGEST && text.bytes().all(is_of_shop);
        Self(if is_word { text } else { String::new() })
    }
}

#[cfg(not(feature = "ssr"))]
impl Readable for Word {
    fn from_js(word: &crate::json::JsValue) -> Option<Self> {
        word.as_string().map(Self::from)
    }
}

impl From<&str> for Word {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl FactValue {
    /// The value in the type that the Messenger has for attributes, which the shop does not know.
    /// `date` takes Unix seconds.
    pub fn into_attribute<A: for<'a> From<&'a str> + From<i64>>(self, date: fn(i64) -> A) -> A {
        match self {
            Self::Word(word) => word.as_str().into(),
            Self::Number(number) => number.into(),
            Self::Money(money) => money.minor.into(),
            Self::Date(seconds) => date(seconds),
        }
    }

    /// The value of a word. None if there is no word.
    pub(super) fn of_word(word: Word) -> Option<Self> {
        Some(word).filter(|word| !word.0.is_empty()).map(Self::Word)
    }
}

impl From<i64> for FactValue {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}
impl From<Money> for FactValue {
    fn from(money: Money) -> Self {
        Self::Money(money)
    }
}
