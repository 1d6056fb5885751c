//! Texts of somebody else in an error.

use serde_json::{Map, Value};

/// Characters of what an error quotes.
pub const QUOTED: usize = 40;

/// The beginning of what somebody sent.
pub fn quoted(text: &str) -> String {
    let beginning: String = text.chars().filter(|c| !c.is_control()).take(QUOTED).collect();
    format!("“{beginning}{}”", if text.chars().count() > QUOTED { "…" } else { "" })
}

/// A field that is a text.
pub fn text<'a>(object: &'a Map<String, Value>, key: &str) -> Result<&'a str, String> {
    object.get(key).and_then(Value::as_str).ok_or_else(|| format!("It has {key}, a text."))
}
