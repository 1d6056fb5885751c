//! What teammates read of people and companies, in words.

use serde_json::{Map, Value};

use super::state::{Fact, PersonKind};
use crate::workspace::location::Location;
use crate::workspace::people::{Person, Role};

/// When the person came, wrote and was written to.
pub fn moments(person: &Person) -> Vec<(String, i64)> {
    let known = [
        ("Signed up", person.signed_up_at),
        ("First seen", person.first_seen_at),
        ("Last seen", person.first_seen_at.map(|_| person.last_seen_at)),
        ("Last contacted", person.last_contacted_at),
        ("Last heard from", person.last_heard_from_at),
        ("Last opened a message", person.last_opened_at),
    ];
    let moment = |(name, at): (&str, Option<i64>)| at.map(|at| (name.to_owned(), at));
    known.into_iter().filter_map(moment).collect()
}

/// What is known of a person beside times, at `now`, in Unix seconds.
pub fn known(person: &Person, now: i64) -> Vec<Fact> {
    with_custom(person, Some(&person.attributes.0), now)
}

/// [`known`] without the custom attributes.
pub fn standard(person: &Person, now: i64) -> Vec<Fact> {
    with_custom(person, None, now)
}

fn with_custom(person: &Person, custom: Option<&Map<String, Value>>, now: i64) -> Vec<Fact> {
    let text = |name: &str, value: Option<String>| value.map(|value| Fact { name: name.to_owned(), value });
    let mut known: Vec<Fact> = text("User id", person.user_id.clone()).into_iter().collect();
    known.extend(facts(std::iter::once(&person.details.0).chain(custom)));
    known.extend(
        [
            text("Relationship", Some(format!("{} %", person.relationship(now)))),
            text("Number of sessions", Some(person.session_count.to_string())),
            text("Page views", Some(person.impressions.to_string())),
            text("Browser", browser(person)),
            text("Language", person.language.clone()),
            text("Time zone", person.time_zone.clone()),
            text("Location", person.location.as_ref().map(|location| place(location))),
        ]
        .into_iter()
        .flatten(),
    );
    known
}

/// The browser with its version and system, such as “Firefox 150.0 on Linux”.
fn browser(person: &Person) -> Option<String> {
    let mut name = person.browser.clone()?;
    if let Some(version) = &person.browser_version {
        name = format!("{name} {version}");
    }
    Some(person.os.as_ref().map_or_else(|| name.clone(), |os| format!("{name} on {os}")))
}

/// A location from its city to its country.
pub fn place(Location { city, region, country, .. }: &Location) -> String {
    let mut names: Vec<&str> = [city, region, country].into_iter().flatten().map(String::as_str).collect();
    // Some cities are regions of the same name.
    names.dedup();
    names.join(", ")
}

/// The attributes of these objects that have a value, as a teammate reads them.
pub fn facts<'a>(objects: impl IntoIterator<Item = &'a Map<String, Value>>) -> Vec<Fact> {
    let fact = |(name, value): (&String, &Value)| Some(Fact { name: name.clone(), value: in_words(value)? });
    objects.into_iter().flatten().filter_map(fact).collect()
}

/// The value of an attribute, as a teammate reads it. None of null.
pub fn in_words(value: &Value) -> Option<String> {
    Some(match value {
        Value::Null => return None,
        Value::String(text) => text.clone(),
        // An avatar, and profiles on other sites, by their addresses.
        Value::Object(of) if of.contains_key("image_url") => address(of, "image_url"),
        Value::Array(profiles) => {
            let profiles = profiles.iter().filter_map(Value::as_object);
            profiles.map(|profile| address(profile, "url")).collect::<Vec<_>>().join(", ")
        }
        Value::Bool(is_true) => (if *is_true { "yes" } else { "no" }).to_owned(),
        other => other.to_string(),
    })
}

fn address(of: &Map<String, Value>, name: &str) -> String {
    of.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

pub fn kind(person: &Person) -> PersonKind {
    match person.role {
        Role::User if person.verified => PersonKind::VerifiedUser,
        Role::User => PersonKind::User,
        Role::Lead => PersonKind::Lead,
        Role::Visitor => PersonKind::Visitor,
    }
}
