use serde_json::{Map, Value};

use crate::workspace::feed::RefusedAttribute;

/// The limits of Intercom's custom attributes.
const LONGEST_NAME: usize = 190;
const LONGEST_TEXT: usize = 255;
const MOST: usize = 250;

/// Settings of the Messenger itself, and what Intercom defines of users and the workspace does not keep yet: none of
/// them is a custom attribute.
const NOT_CUSTOM: &[&str] = &[
    "action_color",
    "alignment",
    "api_base",
    "app_id",
    "auth_tokens",
    "avatar",
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
    "language_override",
    "last_request_at",
    "link_color",
    "messenger_style_id",
    "page_title",
    "phone",
    "session_duration",
    "theme_mode",
    "unsubscribed_from_emails",
    "user_hash",
    "utm_campaign",
    "utm_content",
    "utm_medium",
    "utm_source",
    "utm_term",
    "vertical_padding",
    "widget",
    "z_index",
];

/// Whether a setting of a call, or a claim of a token, is an attribute of the app's own.
pub fn is_custom(name: &str) -> bool {
    !NOT_CUSTOM.contains(&name)
}

/// Merges what a ping brings into what a person has. One that breaks a limit is refused alone.
pub fn merge(held: &mut Map<String, Value>, brought: &Map<String, Value>) -> Vec<RefusedAttribute> {
    let mut refused = Vec::new();
    for (name, value) in brought {
        match broken_limit(held, name, value) {
            Some(reason) => refused.push(RefusedAttribute {
                name: name.chars().take(LONGEST_NAME).collect(),
                reason: reason.to_owned(),
            }),
            None if value.is_null() => _ = held.remove(name),
            None => _ = held.insert(name.clone(), value.clone()),
        }
    }
    refused
}

/// What a user has not said themselves, they keep from the visitor they were.
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
    match value {
        Value::String(text) if text.chars().count() > LONGEST_TEXT => {
            Some("A text has at most 255 characters.")
        }
        Value::Object(_) | Value::Array(_) => Some("A value is a text, a number, true, false or null."),
        Value::Null => None,
        _ if held.len() >= MOST && !held.contains_key(name) => Some("A person has at most 250 attributes."),
        _ => None,
    }
}
