//! What Intercom defines of people beside name and e-mail.

use serde_json::{Map, Value, json};

use super::refusals::Refusals;
use super::texts::broken_text;

const LONGEST_ADDRESS: usize = 2_048;
/// Profiles of a person on other sites.
const MOST_PROFILES: usize = 20;
const PROFILES: &str =
    "It is a list of at most 20 profiles, each with a name and a url that begins with https://.";
const TEXTS: [&str; 7] =
    ["phone", "language_override", "utm_campaign", "utm_content", "utm_medium", "utm_source", "utm_term"];

pub fn is_detail(name: &str) -> bool {
    TEXTS.contains(&name) || matches!(name, "avatar" | "social_profiles" | "unsubscribed_from_emails")
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

/// A profile on another site, as it is given: its name and its address.
fn social_profile(profile: &Value) -> Option<Value> {
    let (name, url) = (profile.get("name")?.as_str()?, profile.get("url")?.as_str()?);
    let is_good = !name.trim().is_empty() && broken_text(name).is_none() && is_web_address(url);
    is_good.then(|| json!({ "type": "social_profile", "name": name, "url": url }))
}

/// Whether a text is the address of something on the web.
pub fn is_web_address(url: &str) -> bool {
    url.starts_with("https://")
        && url.len() <= LONGEST_ADDRESS
        && !url.contains(|c: char| c.is_control() || c.is_whitespace())
}

fn taken(name: &str, value: &Value) -> Result<Value, &'static str> {
    match (name, value) {
        (_, Value::Null) => Ok(Value::Null),
        ("avatar", value) => {
            let url = value.get("image_url").unwrap_or(value).as_str().unwrap_or_default();
            is_web_address(url)
                .then(|| json!({ "type": "avatar", "image_url": url }))
                .ok_or("An avatar has an image_url that begins with https://.")
        }
        ("social_profiles", Value::Array(profiles)) => {
            let profiles: Option<Vec<Value>> = profiles.iter().map(social_profile).collect();
            let profiles = profiles.filter(|profiles| profiles.len() <= MOST_PROFILES);
            profiles.map(Value::Array).ok_or(PROFILES)
        }
        ("social_profiles", _) => Err(PROFILES),
        ("unsubscribed_from_emails", Value::Bool(_)) => Ok(value.clone()),
        ("unsubscribed_from_emails", _) => Err("It is true or false."),
        (_, Value::String(text)) => broken_text(text).map_or_else(|| Ok(value.clone()), Err),
        // Phones come as numbers, too.
        ("phone", Value::Number(number)) => Ok(Value::String(number.to_string())),
        _ => Err("It is a text."),
    }
}
