//! Custom attributes and their limits.

use serde_json::{Map, Value};

use super::dates;
use super::refusals::Refusals;
use super::texts::{LONGEST_NAME, broken_text};

/// Custom attributes that a person may have, as Intercom limits them.
const MOST: usize = 250;

/// Names that are no custom attributes: settings of the Messenger, and what Intercom defines of users.
const NOT_CUSTOM: &[&str] = &[
    "action_color",
    "alignment",
    "api_base",
    "app_id",
    "auth_tokens",
    "background_color",
    "companies",
    "company",
    "created_at",
    "custom_launcher_selector",
    "hide_default_launcher",
    "hide_notifications",
    "horizontal_padding",
    "installation_type",
    "installation_version",
    "last_request_at",
    "link_color",
    "messenger_style_id",
    "page_title",
    "session_duration",
    "theme_mode",
    "user_hash",
    "vertical_padding",
    "widget",
    "z_index",
];

/// Whether a setting of a call, or a claim of a token, is an attribute of the app's own.
pub fn is_custom(name: &str) -> bool {
    !NOT_CUSTOM.contains(&name) && !super::details::is_detail(name)
}

/// Merges a ping's attributes into a person's or company's. One that breaks a limit is refused alone.
pub fn merge(held: &mut Map<String, Value>, brought: &Map<String, Value>, refused: &mut Refusals) {
    for (name, value) in brought {
        match broken_limit(held, name, value) {
            Some(reason) => refused.add(name, reason),
            None if value.is_null() => _ = held.remove(name),
            None => {
                let seconds = Some(value).filter(|_| dates::is_date(name)).and_then(dates::unix_seconds);
                held.insert(name.clone(), seconds.map_or_else(|| value.clone(), Value::from));
            }
        }
    }
}

/// Gives a user the attributes of the visitor they were, except for those that they have themselves.
pub fn inherit(user: &mut Map<String, Value>, visitor: Map<String, Value>) {
    for (name, value) in visitor {
        if user.contains_key(&name) || user.len() < MOST {
            user.entry(name).or_insert(value);
        }
    }
}

fn broken_limit(held: &Map<String, Value>, name: &str, value: &Value) -> Option<&'static str> {
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Some("A name has 1 to 190 characters.");
    }
    if name.contains(['.', '$']) {
        return Some("A name holds no dot and no dollar sign.");
    }
    if name.contains(char::is_control) {
        return Some("A name holds no control characters.");
    }
    match value {
        Value::Null => None,
        _ if dates::is_date(name) => dates::unix_seconds(value).is_none().then_some(dates::FORM),
        Value::String(text) => broken_text(text),
        Value::Object(_) | Value::Array(_) => Some("A value is a text, a number, true, false or null."),
        _ => None,
    }
    .or_else(|| {
        let one_too_many = !value.is_null() && held.len() >= MOST && !held.contains_key(name);
        one_too_many.then_some("There are at most 250 attributes.")
    })
}
