//! What Intercom defines of people beside name and e-mail.

use serde_json::{Map, Value, json};

use super::refusals::Refusals;
use super::texts::broken_text;

const LONGEST_ADDRESS: usize = 2_048;
const TEXTS: [&str; 7] =
    ["phone", "language_override", "utm_campaign", "utm_content", "utm_medium", "utm_source", "utm_term"];

pub fn is_detail(name: &str) -> bool {
    TEXTS.contains(&name) || matches!(name, "avatar" | "unsubscribed_from_emails")
}

/// Merges a ping's details into a person's. A value of the wrong form is refused alone.
pub fn merge(held: &mut Map<String, Value>, brought: &Map<String, Value>, refused: &mut Refusals) {
    for (name, value) in brought {
        match taken(name, value) {
            Ok(Value::Null) => _ = held.remove(name),
            Ok(value) => _ = held.insert(name.clone(), value),
            Err(reason) => refused.add(name, reason),
        }
    }
}

fn taken(name: &str, value: &Value) -> Result<Value, &'static str> {
    match (name, value) {
        (_, Value::Null) => Ok(Value::Null),
        ("avatar", value) => {
            let url = value.get("image_url").unwrap_or(value).as_str().unwrap_or_default();
            let good = url.starts_with("https://")
                && url.len() <= LONGEST_ADDRESS
                && !url.contains(|c: char| c.is_control() || c.is_whitespace());
            good.then(|| json!({ "type": "avatar", "image_url": url }))
                .ok_or("An avatar has an image_url that begins with https://.")
        }
        ("unsubscribed_from_emails", Value::Bool(_)) => Ok(value.clone()),
        ("unsubscribed_from_emails", _) => Err("It is true or false."),
        (_, Value::String(text)) => broken_text(text).map_or_else(|| Ok(value.clone()), Err),
        // Phones come as numbers, too.
        ("phone", Value::Number(number)) => Ok(Value::String(number.to_string())),
        _ => Err("It is a text."),
    }
}
