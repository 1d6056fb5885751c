//! What goes to the widget besides identity: the look, and data about the person. Names on the wire are Intercom's.

use serde::{Deserialize, Serialize, Serializer};
use std::fmt;

/// Everything the browser needs to load and boot the widget. Holds no identity and no secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WidgetSettings {
    pub app_id: String,
    /// Where the widget's script is.
    pub script_url: String,
    /// Only where the region needs one; the script's own default otherwise.
    pub api_base: Option<String>,
    /// An e-mail address to offer when the widget is blocked.
    pub contact: Option<String>,
    /// A [`Look`] as JSON: the browser hands it on unread.
    pub look: String,
}

/// The settings of every boot that change how the Messenger looks.
/// Source: Intercom's developer documentation, "Javascript API: Attributes & Objects".
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Look {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alignment: Option<Alignment>,
    /// Pixels, at least 20.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub horizontal_padding: Option<u16>,
    /// Pixels, at least 20.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vertical_padding: Option<u16>,
    /// A CSS colour.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action_color: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hide_default_launcher: Option<bool>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Alignment {
    Left,
    Right,
}

/// Custom attributes of the person, or metadata of an event: names with plain values.
///
/// Identity has no place here: it travels in the signed token alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Attributes(Vec<(String, Value)>);

impl Serialize for Attributes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

/// `None` clears the attribute.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    Text(String),
    Number(f64),
    Bool(bool),
    None,
}

/// Names that belong to the token, to the boot settings or to Intercom itself.
const RESERVED: &[&str] = &[
    "app_id",
    "api_base",
    "user_id",
    "email",
    "name",
    "created_at",
    "user_hash",
    "intercom_user_jwt",
    "auth_tokens",
    "company",
    "companies",
    "avatar",
    "last_request_at",
];

impl Attributes {
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an attribute, or says by name what is wrong with it.
    ///
    /// Limits (source: Intercom's help, "Send custom user attributes to Intercom"): names up to 190 characters without
    /// `.` or `$`, texts up to 255 characters, finite numbers.
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Result<Self, AttributeError> {
        let value = value.into();
        let refuse = |reason| Err(AttributeError { name: name.to_owned(), reason });
        if name.is_empty() || name.chars().count() > 190 {
            return refuse("a name has 1 to 190 characters");
        }
        if name.contains(['.', '$']) {
            return refuse("a name may not hold “.” or “$”");
        }
        if RESERVED.contains(&name) {
            return refuse("this name is reserved: who someone is travels in the signed token");
        }
        match &value {
            Value::Text(text) if text.chars().count() > 255 => {
                return refuse("a text has at most 255 characters");
            }
            Value::Number(number) if !number.is_finite() => return refuse("a number must be finite"),
            _ => {}
        }
        self.put(name.to_owned(), value);
        Ok(self)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Later values win.
    pub(super) fn merge(&mut self, later: Self) {
        later.0.into_iter().for_each(|(name, value)| self.put(name, value));
    }

    fn put(&mut self, name: String, value: Value) {
        match self.0.iter_mut().find(|(known, _)| *known == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name, value)),
        }
    }
}

/// An attribute that was not taken, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeError {
    pub name: String,
    pub reason: &'static str,
}

impl fmt::Display for AttributeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "attribute “{}”: {}", self.name, self.reason)
    }
}

impl std::error::Error for AttributeError {}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}
impl From<i32> for Value {
    fn from(number: i32) -> Self {
        Self::Number(number.into())
    }
}
impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}
