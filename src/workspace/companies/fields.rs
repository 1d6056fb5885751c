//! The fields that Intercom defines of companies, and their forms.

use serde_json::{Map, Value};

use crate::people::dates;
use crate::people::texts::{LONGEST_TEXT, broken_text};

const TEXTS: [&str; 3] = ["plan", "website", "industry"];
const NUMBERS: [&str; 2] = ["monthly_spend", "size"];

/// A value of a company, by the kind of its field.
pub enum Field {
    /// A field that Intercom defines: plan, website, industry, monthly_spend, size, created_at.
    Detail(Value),
    /// A custom attribute. Its own limits are still to be checked.
    Attribute(Value),
}

/// Reads a company's field. Refuses a value of the wrong form.
pub fn read_field(name: &str, value: Value) -> Result<Field, &'static str> {
    let broken = match (name, &value) {
        ("created_at", Value::Null) => None,
        ("created_at", _) => {
            let seconds = dates::unix_seconds(&value).ok_or(dates::FORM)?;
            return Ok(Field::Detail(seconds.into()));
        }
        (text, Value::Null) if TEXTS.contains(&text) || NUMBERS.contains(&text) => None,
        (text, Value::String(value)) if TEXTS.contains(&text) => broken_text(value),
        (text, _) if TEXTS.contains(&text) => Some("It is a text."),
        (number, value) if NUMBERS.contains(&number) => (!value.is_number()).then_some("It is a number."),
        _ => return Ok(Field::Attribute(value)),
    };
    broken.map_or(Ok(Field::Detail(value)), Err)
}

/// Whether a text may be a company_id or a name.
pub fn is_good(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= LONGEST_TEXT && !text.contains(char::is_control)
}

/// Merges details of the right form into a company's. Null clears.
pub fn merge_details(held: &mut Map<String, Value>, brought: &Map<String, Value>) {
    for (field, value) in brought {
        match value {
            Value::Null => _ = held.remove(field),
            value => _ = held.insert(field.clone(), value.clone()),
        }
    }
}
