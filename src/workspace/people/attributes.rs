//! Names of custom attributes, and how many somebody has.

use serde_json::{Map, Value};

use super::texts::LONGEST_NAME;

/// Custom attributes that a person, company or conversation may have, as Intercom limits them.
pub const MOST: usize = 250;

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

/// Gives a user the attributes of the visitor they were, except for those that they have themselves.
pub fn inherit(user: &mut Map<String, Value>, visitor: Map<String, Value>) {
    for (name, value) in visitor {
        if user.contains_key(&name) || user.len() < MOST {
            user.entry(name).or_insert(value);
        }
    }
}

/// Why a text is no name of an attribute.
pub fn broken_name(name: &str) -> Option<&'static str> {
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Some("A name has 1 to 190 characters.");
    }
    if name.contains(['.', '$']) {
        return Some("A name holds no dot and no dollar sign.");
    }
    name.contains(char::is_control).then_some("A name holds no control characters.")
}
