use serde_json::{Map, Value};
use std::fmt;

use super::conditions::{Condition, Filter, Join, Part};
use super::field::Field;
use super::quoted::{quoted, text};
use super::test::Test;

const VERSION: u64 = 1;
/// In all groups together.
const MOST_CONDITIONS: usize = 50;

/// What is no filter: where, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadFilter {
    /// Such as `all[1].any[0]`; empty where it is the whole.
    pub place: String,
    /// A sentence.
    pub reason: String,
}

impl fmt::Display for BadFilter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place.as_str() {
            "" => f.write_str(&self.reason),
            place => write!(f, "{place}: {}", self.reason),
        }
    }
}

impl std::error::Error for BadFilter {}

type Object = Map<String, Value>;

impl Filter {
    /// Reads a filter of version 1:
    ///
    /// ```json
    /// { "version": 1, "all": [
    ///   { "field": "kind", "operator": "is", "value": "user" },
    ///   { "field": "email", "operator": "is_known" },
    ///   { "any": [
    ///     { "custom": "cart_value_cents", "type": "number", "operator": "greater", "value": 4000 },
    ///     { "company": "plan", "operator": "is", "value": "Harbour" },
    ///     { "company_custom": "seats", "type": "number", "operator": "less", "value": 3 },
    ///     { "event": "ordered", "measure": "count", "operator": "greater", "value": 2 },
    ///     { "event": "ordered", "measure": "last", "operator": "less_than_days_ago", "value": 7 } ] } ] }
    /// ```
    ///
    /// The operators of each type, and their values:
    ///
    /// - kind: `is`, `is_not` with visitor, lead or user;
    /// - text: `is`, `is_not`, `contains`, `starts_with`, `ends_with` with 1 to 255 characters;
    /// - number: `is`, `greater`, `less` with a number;
    /// - date: `more_than_days_ago`, `less_than_days_ago`, `exactly_days_ago` with 0 to 3650; `before`, `after` with
    ///   YYYY-MM-DD;
    /// - truth: `is` with true or false.
    ///
    /// `is_unknown` is for each but kind, `is_known` for text, number and date; both have no value. `type` is said of
    /// custom attributes alone, `measure` of events. A filter has at most 50 conditions. What is more is refused.
    pub fn from_json(value: &Value) -> Result<Self, BadFilter> {
        let read = || {
            let filter = object(value)?;
            if filter.get("version").and_then(Value::as_u64) != Some(VERSION) {
                return Err(format!("The version of a filter is {VERSION}."));
            }
            group(filter, &["version"])
        };
        let (join, list) = at("", read())?;
        let parts = entries("", join, list).map(|(place, entry)| part(entry, &place));
        let filter = Self { join, parts: parts.collect::<Result<_, _>>()? };
        let count = filter.fields().count();
        at("", (count <= MOST_CONDITIONS).then_some(filter).ok_or_else(too_many))
    }

    pub fn to_json(&self) -> Value {
        let parts = self.parts.iter().map(|part| match part {
            Part::Condition(condition) => condition.to_json(),
            Part::Group(join, conditions) => {
                let conditions: Value = conditions.iter().map(Condition::to_json).collect();
                Object::from_iter([(join.name().to_owned(), conditions)]).into()
            }
        });
        let version = ("version".to_owned(), VERSION.into());
        Object::from_iter([version, (self.join.name().to_owned(), parts.collect())]).into()
    }
}

impl Condition {
    fn from_json(condition: &Object) -> Result<Self, String> {
        let field = Field::from_json(condition)?;
        let test = Test::from_json(field.of(), text(condition, "operator")?, condition.get("value"))?;
        let second = field.second_key().map_or("value", |(key, _)| key);
        no_other_keys(condition, &[field.source().key(), second, "operator", "value"])?;
        Ok(Self { field, test })
    }

    fn to_json(&self) -> Value {
        let mut condition = Object::new();
        self.field.write(&mut condition);
        condition.insert("operator".into(), self.test.operator().into());
        if let Some(value) = self.test.value() {
            condition.insert("value".into(), value);
        }
        condition.into()
    }
}

fn part(entry: &Value, place: &str) -> Result<Part, BadFilter> {
    let fields = at(place, object(entry))?;
    if !is_group(fields) {
        return Ok(Part::Condition(at(place, Condition::from_json(fields))?));
    }
    let (join, list) = at(place, group(fields, &[]))?;
    let conditions = entries(place, join, list).map(|(place, entry)| at(&place, innermost(entry)));
    Ok(Part::Group(join, conditions.collect::<Result<_, _>>()?))
}

fn innermost(entry: &Value) -> Result<Condition, String> {
    match object(entry)? {
        fields if is_group(fields) => Err("Groups are nested at most two deep.".into()),
        fields => Condition::from_json(fields),
    }
}

fn is_group(fields: &Object) -> bool {
    fields.contains_key("all") || fields.contains_key("any")
}

fn group<'a>(fields: &'a Object, beside: &[&str]) -> Result<(Join, &'a [Value]), String> {
    let (join, list) = match (fields.get("all"), fields.get("any")) {
        (Some(list), None) => (Join::All, list),
        (None, Some(list)) => (Join::Any, list),
        _ => return Err("A group has either all or any.".into()),
    };
    no_other_keys(fields, &[beside, &[join.name()]].concat())?;
    match list.as_array() {
        None => Err(format!("In a group, {} is a list of conditions.", join.name())),
        Some(list) if list.is_empty() && join == Join::Any => {
            Err("An any has at least one condition.".into())
        }
        Some(list) if list.len() > MOST_CONDITIONS => Err(too_many()),
        Some(list) => Ok((join, list)),
    }
}

/// Each with its place.
fn entries<'a>(place: &'a str, join: Join, list: &'a [Value]) -> impl Iterator<Item = (String, &'a Value)> {
    list.iter().enumerate().map(move |(nth, entry)| (nested(place, join, nth), entry))
}

pub(super) fn nested(place: &str, join: Join, nth: usize) -> String {
    let dot = if place.is_empty() { "" } else { "." };
    format!("{place}{dot}{}[{nth}]", join.name())
}

fn too_many() -> String {
    format!("A filter has at most {MOST_CONDITIONS} conditions.")
}

fn at<T>(place: &str, read: Result<T, String>) -> Result<T, BadFilter> {
    read.map_err(|reason| BadFilter { place: place.to_owned(), reason })
}

fn object(value: &Value) -> Result<&Object, String> {
    value.as_object().ok_or_else(|| "It is a JSON object.".into())
}

fn no_other_keys(object: &Object, keys: &[&str]) -> Result<(), String> {
    match object.keys().find(|key| !keys.contains(&key.as_str())) {
        Some(key) => Err(format!("It has no key {}.", quoted(key))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::filter::quoted::QUOTED;
    use crate::workspace::people::texts::{LONGEST_NAME, LONGEST_TEXT};
    use serde_json::json;

    fn refused(filter: &Value) -> String {
        Filter::from_json(filter).expect_err(&filter.to_string()).to_string()
    }

    fn refused_condition(condition: Value) -> String {
        refused(&json!({ "version": 1, "all": [condition] })).replace("all[0]: ", "")
    }

    #[test]
    fn a_filter_reads_back_as_it_was_written() {
        let every = json!({ "version": 1, "all": [
            { "field": "kind", "operator": "is", "value": "user" },
            { "field": "kind", "operator": "is_not", "value": "lead" },
            { "field": "email", "operator": "is_known" },
            { "field": "verified", "operator": "is", "value": false },
            { "field": "unsubscribed_from_emails", "operator": "is_unknown" },
            { "field": "signed_up_at", "operator": "more_than_days_ago", "value": 3650 },
            { "field": "first_seen_at", "operator": "exactly_days_ago", "value": 0 },
            { "field": "last_seen_at", "operator": "before", "value": "2028-02-29" },
            { "company": "created_at", "operator": "after", "value": "2027-01-15" },
            { "field": "name", "operator": "is", "value": "100%_*" },
            { "field": "browser", "operator": "is_not", "value": "Firefox" },
            { "field": "language", "operator": "starts_with", "value": "n" },
            { "custom": "shoe_size", "type": "text", "operator": "ends_with", "value": "½" },
            { "custom": "trial_at", "type": "date", "operator": "is_unknown" },
            { "any": [
                { "custom": "cart_value_cents", "type": "number", "operator": "greater", "value": 4000 },
                { "company": "plan", "operator": "contains", "value": "Harbour" },
                { "company_custom": "seats", "type": "number", "operator": "less", "value": -0.5 },
                { "company_custom": "vip", "type": "truth", "operator": "is", "value": true },
                { "event": "ordered", "measure": "count", "operator": "is", "value": 2 },
                { "event": "ordered", "measure": "last", "operator": "less_than_days_ago", "value": 7 } ] },
            { "all": [] } ] });
        let filter = Filter::from_json(&every).expect("a filter");
        assert_eq!(filter.to_json(), every);
        assert!(filter.needs_company());
        assert_eq!(filter.events().collect::<Vec<_>>(), ["ordered"]);

        let everybody = Filter::from_json(&json!({ "version": 1, "all": [] })).expect("a filter");
        assert!(!everybody.needs_company() && everybody.events().next().is_none());
    }

    #[test]
    fn what_is_no_filter_is_refused_at_its_place() {
        let condition = json!({ "field": "email", "operator": "is_known" });
        for (filter, error) in [
            (json!([]), "It is a JSON object."),
            (json!({ "all": [] }), "The version of a filter is 1."),
            (json!({ "version": 2, "all": [] }), "The version of a filter is 1."),
            (json!({ "version": 1 }), "A group has either all or any."),
            (json!({ "version": 1, "all": [], "any": [condition] }), "A group has either all or any."),
            (json!({ "version": 1, "all": [], "none": [] }), "It has no key “none”."),
            (json!({ "version": 1, "all": {} }), "In a group, all is a list of conditions."),
            (json!({ "version": 1, "any": [] }), "An any has at least one condition."),
            (json!({ "version": 1, "all": [{ "any": [] }] }), "all[0]: An any has at least one condition."),
            (
                json!({ "version": 1, "all": [{ "any": [condition], "version": 1 }] }),
                "all[0]: It has no key “version”.",
            ),
            (json!({ "version": 1, "all": [7] }), "all[0]: It is a JSON object."),
            (
                json!({ "version": 1, "any": [condition, { "all": [{ "any": [condition] }] }] }),
                "any[1].all[0]: Groups are nested at most two deep.",
            ),
            (
                json!({ "version": 1, "all": [{ "any": [condition, { "field": "shoe", "operator": "is_known" }] }] }),
                "all[0].any[1]: There is no field “shoe”.",
            ),
            (
                json!({ "version": 1, "all": vec![condition.clone(); 51] }),
                "A filter has at most 50 conditions.",
            ),
            (
                json!({ "version": 1, "all": [condition, { "any": vec![condition.clone(); 50] }] }),
                "A filter has at most 50 conditions.",
            ),
            (
                json!({ "version": 1, "all": vec![json!({ "all": [] }); 51] }),
                "A filter has at most 50 conditions.",
            ),
        ] {
            assert_eq!(refused(&filter), error, "{filter}");
        }
        assert!(Filter::from_json(&json!({ "version": 1, "any": vec![condition; 50] })).is_ok());
    }

    #[test]
    fn what_is_no_condition_is_refused_with_a_reason() {
        let one_of = "A condition has one of field, custom, company, company_custom and event.";
        let text = format!("A text has 1 to {LONGEST_TEXT} characters.");
        let name = format!("A name has 1 to {LONGEST_NAME} characters, none of control.");
        let number = "A number is at most 9007199254740992, and at least -9007199254740992.";
        let days = "The value is a whole number of days from 0 to 3650.";
        let date = "The value is a day from 1900 to 2999, such as 2027-01-15.";
        for (condition, error) in [
            (json!({}), one_of),
            (json!({ "field": "name", "custom": "name", "operator": "is_known" }), one_of),
            (json!({ "field": 7, "operator": "is_known" }), "It has field, a text."),
            (json!({ "field": "name" }), "It has operator, a text."),
            (json!({ "field": "name", "operator": "is" }), "The value is a text."),
            (json!({ "field": "name", "operator": "is", "value": 7 }), "The value is a text."),
            (json!({ "field": "name", "operator": "is", "value": "" }), &text),
            (json!({ "field": "name", "operator": "is", "value": "é".repeat(LONGEST_TEXT + 1) }), &text),
            (json!({ "field": "name", "operator": "is", "value": "\0" }), "A text holds no NUL."),
            (
                json!({ "field": "name", "operator": "is_known", "value": null }),
                "The operator is_known has no value.",
            ),
            (json!({ "field": "name", "operator": "is_known", "more": 1 }), "It has no key “more”."),
            (json!({ "field": "name", "type": "text", "operator": "is_known" }), "It has no key “type”."),
            (
                json!({ "field": "name", "operator": "greater", "value": 7 }),
                "A field of the type text has no operator “greater”.",
            ),
            (
                json!({ "field": "session_count", "operator": "greater", "value": "7" }),
                "The value is a number.",
            ),
            (json!({ "field": "session_count", "operator": "greater", "value": 1e16 }), number),
            (json!({ "field": "session_count", "operator": "less", "value": i64::MIN }), number),
            (
                json!({ "field": "session_count", "operator": "is_not", "value": 7 }),
                "A field of the type number has no operator “is_not”.",
            ),
            (
                json!({ "field": "kind", "operator": "is", "value": "robot" }),
                "The value is visitor, lead or user.",
            ),
            (
                json!({ "field": "kind", "operator": "is_unknown" }),
                "A field of the type kind has no operator “is_unknown”.",
            ),
            (
                json!({ "field": "verified", "operator": "is", "value": "true" }),
                "The value is true or false.",
            ),
            (
                json!({ "field": "verified", "operator": "is_known" }),
                "A field of the type truth has no operator “is_known”.",
            ),
            (json!({ "field": "signed_up_at", "operator": "exactly_days_ago", "value": 3651 }), days),
            (json!({ "field": "signed_up_at", "operator": "exactly_days_ago", "value": -1 }), days),
            (json!({ "field": "signed_up_at", "operator": "exactly_days_ago", "value": 1.5 }), days),
            (json!({ "field": "signed_up_at", "operator": "before", "value": "2027-02-29" }), date),
            (json!({ "field": "signed_up_at", "operator": "before", "value": "20270115" }), date),
            (json!({ "field": "signed_up_at", "operator": "before", "value": "2027-01-15T00:00" }), date),
            (json!({ "field": "signed_up_at", "operator": "after", "value": "9999-12-31" }), date),
            (json!({ "field": "signed_up_at", "operator": "after", "value": 0 }), date),
            (json!({ "company": "seats", "operator": "is_known" }), "There is no field “seats”."),
            (json!({ "custom": "seats", "operator": "is_known" }), "It has type, a text."),
            (
                json!({ "custom": "seats", "type": "kind", "operator": "is_known" }),
                "A type is text, number, date or truth.",
            ),
            (
                json!({ "custom": "seats", "type": "date", "operator": "is_known" }),
                "The name of a date ends in _at.",
            ),
            (
                json!({ "custom": "trial_at", "type": "number", "operator": "is_known" }),
                "An attribute whose name ends in _at is a date.",
            ),
            (json!({ "custom": "", "type": "text", "operator": "is_known" }), &name),
            (
                json!({ "custom": "é".repeat(LONGEST_NAME + 1), "type": "text", "operator": "is_known" }),
                &name,
            ),
            (json!({ "event": "a\u{7}", "measure": "count", "operator": "is_known" }), &name),
            (json!({ "event": "ordered", "operator": "is_known" }), "It has measure, a text."),
            (
                json!({ "event": "ordered", "measure": "first", "operator": "is_known" }),
                "A measure is count or last.",
            ),
        ] {
            assert_eq!(refused_condition(condition.clone()), error, "{condition}");
        }
    }

    #[test]
    fn an_error_quotes_the_beginning_alone() {
        let long = refused_condition(json!({ "field": "x\n".repeat(1_000_000), "operator": "is_known" }));
        assert_eq!(long, format!("There is no field “{}…”.", "x".repeat(QUOTED)));
    }

    #[test]
    fn a_nesting_beyond_all_use_is_refused() {
        let mut filter = json!({ "field": "email", "operator": "is_known" });
        for _ in 0..100_000 {
            filter = Object::from_iter([("all".into(), Value::Array(vec![filter]))]).into();
        }
        filter["version"] = json!(1);
        let refused = Filter::from_json(&filter).expect_err("a filter").to_string();
        assert_eq!(refused, "all[0].all[0]: Groups are nested at most two deep.");
        // Dropping it would overflow the stack.
        std::mem::forget(filter);
    }
}
