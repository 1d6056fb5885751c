//! The values of a search, as ours.
//!
//! - A whole number stands for a text or an id, too, and a text for the number that it says.
//! - Of a teammate and a team, 0 is nobody.
//! - A conversation is open in some states, and has priority in some of its priorities.

use serde_json::Value;

use super::asked::{Asked, Wrong};
use crate::filter::Join;
use crate::filter::fields::Type;

/// A value in the form that its type has.
pub(super) fn typed(of: Type, value: &Value) -> Value {
    let is_number = matches!(of, Type::Number | Type::Date | Type::Teammate | Type::Team);
    match value {
        Value::String(text) if is_number => text.parse().map_or_else(|_| value.clone(), Value::Number),
        Value::Number(number) if !is_number && !number.is_f64() => number.to_string().into(),
        _ => value.clone(),
    }
}

/// The values of a list.
pub(super) fn list(value: &Value) -> Result<&[Value], Wrong> {
    let list = value.as_array().filter(|list| !list.is_empty());
    list.map(Vec::as_slice).ok_or_else(|| Wrong::Value("The value is a list of at least one value.".into()))
}

/// Asked whether a field's value is one of some values, or none of them.
pub(super) fn one_of(name: &str, of: Type, is_negated: bool, values: &[Value]) -> Result<Asked, Wrong> {
    let values = values.iter().map(|value| own(name, of, value)).collect::<Result<Vec<_>, _>>()?.concat();
    let (is, is_in, unknown, known) = if is_negated {
        ("is_not", "not_in", "is_known", "is_unknown")
    } else {
        ("is", "in", "is_unknown", "is_known")
    };
    let one_of = |values: Vec<Value>| match <[Value; 1]>::try_from(values) {
        Ok([one]) => (is, Some(one)),
        Err(values) => (is_in, Some(Value::from(values))),
    };
    let tests = match of {
        // True and false are all that there is.
        Type::Truth if values.iter().any(|value| values.first() != Some(value)) => vec![(known, None)],
        Type::Truth => values.into_iter().take(1).map(|value| (is, Some(value))).collect(),
        Type::Teammate | Type::Team => {
            let is_nobody = |value: &Value| value.as_f64() == Some(0.0);
            let (nobody, some): (Vec<_>, Vec<_>) = values.into_iter().partition(is_nobody);
            let nobody = (!nobody.is_empty()).then_some((unknown, None));
            let some = (!some.is_empty()).then(|| one_of(some));
            nobody.into_iter().chain(some).collect()
        }
        _ => vec![one_of(values)],
    };
    Ok(Asked(if is_negated { Join::All } else { Join::Any }, tests))
}

/// The values of ours that one of the field `name` stands for.
fn own(name: &str, of: Type, value: &Value) -> Result<Vec<Value>, Wrong> {
    let texts: &[&str] = match (name, value) {
        // A snoozed one is open, too: a captured webhook of `conversation.admin.snoozed` has `"open": true`.
        ("open", Value::Bool(true)) => &["open", "snoozed"],
        ("open", Value::Bool(false)) => &["closed"],
        // Up to version 2.15.
        ("priority", Value::String(text)) if text == "priority" => &["low", "medium", "high", "urgent"],
        ("priority", Value::String(text)) if text == "not_priority" => &["none"],
        _ => {
            let is_good = value.is_boolean() || name != "open" && of != Type::Truth;
            let bad = || Wrong::Value("The value is true or false.".into());
            return is_good.then(|| vec![typed(of, value)]).ok_or_else(bad);
        }
    };
    Ok(texts.iter().map(|text| Value::from(*text)).collect())
}
