//! What an operator and a value of a search ask of a field of ours.
//!
//! A value that is null or left out means “not set”: `=` and `!=` alone take it. A condition that is several of ours is a group
//! of them.

use jiff::tz::TimeZone;
use serde_json::Value;

use super::asked::{Asked, Wrong};
use super::fields::SearchField;
use super::values::{list, one_of, typed};
use super::{BadSearch, Searched, days, domain};
use crate::filter::fields::Type;
use crate::filter::quoted::beginning;
use crate::filter::{Condition, FieldSource, FilterPart, Join};

/// The operators of a search, and ours.
pub(super) const OPERATORS: [(&str, &str); 12] = [
    ("=", "is"),
    ("!=", "is_not"),
    ("IN", "in"),
    ("NIN", "not_in"),
    ("~", "contains"),
    ("!~", "does_not_contain"),
    ("^", "starts_with"),
    ("$", "ends_with"),
    ("<", "less"),
    (">", "greater"),
    ("<=", "at_most"),
    (">=", "at_least"),
];

/// Reads a condition on the field that the REST API calls `name`.
pub(super) fn condition(
    searched: &Searched,
    name: &str,
    field: &SearchField,
    operator: &str,
    value: &Value,
) -> Result<FilterPart, BadSearch> {
    let own = OPERATORS.into_iter().find(|(known, _)| *known == operator);
    let part = own.ok_or(Wrong::Operator).and_then(|(_, own)| {
        let Asked(join, tests) = asked(searched, name, field, own, value)?;
        part(field, join, tests)
    });
    part.map_err(|wrong| match wrong {
        Wrong::Operator => BadSearch::Operator { field: beginning(name), operator: beginning(operator) },
        Wrong::Value(reason) => BadSearch::Value { field: beginning(name), reason },
    })
}

fn asked(
    searched: &Searched,
    name: &str,
    field: &SearchField,
    operator: &'static str,
    value: &Value,
) -> Result<Asked, Wrong> {
    let of = field.own.of();
    if value.is_null() {
        return of_nothing(field, operator);
    }
    if name == "email_domain" {
        return domain::asked(operator, value);
    }
    if field.is_time
        && let Some(zone) = zone(searched, field)
    {
        let is_by_day = matches!(searched, Searched::ContactsByDay(_));
        return days::asked(of, operator, value, &zone, is_by_day);
    }
    match (operator, searched) {
        ("is" | "is_not", _) => one_of(name, of, operator == "is_not", std::slice::from_ref(value)),
        ("in" | "not_in", _) if of == Type::Date => Err(Wrong::Operator),
        ("in" | "not_in", _) => one_of(name, of, operator == "not_in", list(value)?),
        ("less", Searched::Conversations) => Ok(Asked::one("at_most", typed(of, value))),
        ("greater", Searched::Conversations) => Ok(Asked::one("at_least", typed(of, value))),
        _ => Ok(Asked::one(operator, typed(of, value))),
    }
}

/// The zone whose days are compared in place of seconds.
fn zone(searched: &Searched, field: &SearchField) -> Option<TimeZone> {
    match searched {
        Searched::ContactsByDay(zone) => Some(zone.clone()),
        Searched::Contacts if field.own.source() == FieldSource::Custom => Some(TimeZone::UTC),
        Searched::Contacts | Searched::Conversations => None,
    }
}

fn of_nothing(field: &SearchField, operator: &str) -> Result<Asked, Wrong> {
    let operator = match operator {
        "is" => "is_unknown",
        "is_not" => "is_known",
        _ => return Err(Wrong::Value("This operator takes no null.".into())),
    };
    if field.own.of().has_operator(operator) {
        Ok(Asked(Join::All, vec![(operator, None)]))
    } else {
        Err(Wrong::Value("No search asks for null here.".into()))
    }
}

fn part(
    field: &SearchField,
    join: Join,
    tests: Vec<(&'static str, Option<Value>)>,
) -> Result<FilterPart, Wrong> {
    let condition = |(operator, value): (&str, Option<Value>)| {
        if !field.own.of().has_operator(operator) {
            return Err(Wrong::Operator);
        }
        Condition::new(field.own.clone(), operator, value.as_ref()).map_err(Wrong::Value)
    };
    let mut conditions: Vec<Condition> = tests.into_iter().map(condition).collect::<Result<_, _>>()?;
    match conditions.pop() {
        Some(only) if conditions.is_empty() => Ok(FilterPart::Condition(only)),
        last => Ok(FilterPart::Group(join, conditions.into_iter().chain(last).collect())),
    }
}
