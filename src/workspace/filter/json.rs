//! A filter's JSON, version 2: the limits that a filter keeps beyond its JSON's shape.

use serde_json::Value;
use std::fmt;

use super::conditions::{Condition, Filter, FilterPart, Join, MOST_CONDITIONS, too_many};
use super::field::{Field, FieldSource, Measure};
use super::fields::Model;
use super::quoted::beginning;
use super::shape::{Entry, Object, TooDeep, WrittenFilter};

const VERSION: u64 = 2;
/// The version in which the field `role` was called `kind`. Stored filters may have it.
const EARLIER_VERSION: u64 = 1;

/// An error in a filter: where, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadFilter {
    /// The place, such as `all[1].any[0]`. Empty where it is the whole filter.
    pub place: String,
    /// A sentence, or serde's words on a shape.
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

impl Filter {
    /// Reads a filter of version 2, or of version 1, which called the field `role` `kind`:
    ///
    /// ```json
    /// { "version": 2, "all": [
    ///   { "field": "role", "operator": "is", "value": "user" },
    ///   { "field": "email", "operator": "is_known" },
    ///   { "field": "tag", "operator": "in", "value": ["<id of a tag>", "<id of a tag>"] },
    ///   { "any": [
    ///     { "custom": "cart_value_cents", "type": "number", "operator": "greater", "value": 4000 },
    ///     { "company": "plan", "operator": "is", "value": "Harbour" },
    ///     { "company_custom": "seats", "type": "number", "operator": "less", "value": 3 },
    ///     { "event": "ordered", "measure": "count", "operator": "greater", "value": 2 },
    ///     { "event": "ordered", "measure": "last", "operator": "less_than_days_ago", "value": 7 } ] } ] }
    /// ```
    ///
    /// A filter of companies has `"of": "company"`, one of conversations `"of": "conversation"`. They have `field` and
    /// `custom` alone. [`fields`](super::fields) lists the standard fields.
    ///
    /// The operators of each type, and their values:
    ///
    /// - choice: `is`, `is_not` with one of its texts, such as visitor, lead or user;
    /// - text: `is`, `is_not`, `contains`, `does_not_contain`, `starts_with`, `ends_with` with 1 to 255 characters;
    /// - number: `is`, `is_not`, `greater`, `at_least`, `less`, `at_most` with a number;
    /// - date: `more_than_days_ago`, `less_than_days_ago`, `exactly_days_ago` with 0 to 3650; `before`, `on`, `after` with
    ///   YYYY-MM-DD; those of a number with Unix seconds;
    /// - truth: `is`, `is_not` with true or false;
    /// - tag, segment, company, id: `is`, `is_not` with an id;
    /// - teammate, team: `is`, `is_not` with the number in the app.
    ///
    /// `in` and `not_in` take a list of 1 to 500 values, of each type but date and truth. A text has
    /// `does_not_end_with`, too, which no page offers. `is_known` and `is_unknown` are for each but segment and id, and
    /// have no value. `type` is said of custom attributes alone, `measure` of events. A filter has at most 50
    /// conditions. What is more is refused.
    pub fn from_json(value: &Value) -> Result<Self, BadFilter> {
        serde_path_to_error::deserialize(value).map_err(|error| {
            let place = error.path().to_string();
            let place = if place == "." { String::new() } else { beginning(&place) };
            BadFilter { place, reason: beginning(&error.inner().to_string()) }
        })
    }

    /// Reads a filter of one of these models. `reason` says why one of another model is refused.
    pub fn from_json_of(models: &[Model], value: &Value, reason: &str) -> Result<Self, BadFilter> {
        let filter = Self::from_json(value)?;
        match models.contains(&filter.of) {
            true => Ok(filter),
            false => Err(BadFilter { place: String::new(), reason: reason.to_owned() }),
        }
    }

    pub fn to_json(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

impl TryFrom<Object<WrittenFilter<FilterPart>>> for Filter {
    type Error = String;

    fn try_from(Object(written): Object<WrittenFilter<FilterPart>>) -> Result<Self, String> {
        let (join, parts) = group(written.all, written.any)?;
        match written.version {
            VERSION => Self::new(written.of, join, parts),
            EARLIER_VERSION => {
                let parts = parts.into_iter().map(FilterPart::called_as_now).collect();
                Self::new(written.of, join, parts)
            }
            _ => Err(format!("The version of a filter is {VERSION}.")),
        }
    }
}

impl From<Filter> for Object<WrittenFilter<FilterPart>> {
    fn from(Filter { of, join, parts }: Filter) -> Self {
        let (all, any) = join.sort(parts);
        Self(WrittenFilter { version: VERSION, of, all, any })
    }
}

impl FilterPart {
    /// A part of an earlier version, with the names that fields have now.
    fn called_as_now(self) -> Self {
        let called_as_now =
            |condition: Condition| Condition { field: condition.field.called_as_now(), ..condition };
        match self {
            Self::Condition(condition) => Self::Condition(called_as_now(condition)),
            Self::Group(join, conditions) => {
                Self::Group(join, conditions.into_iter().map(called_as_now).collect())
            }
        }
    }
}

impl TryFrom<Object<Entry<Vec<Condition>>>> for FilterPart {
    type Error = String;

    fn try_from(Object(mut entry): Object<Entry<Vec<Condition>>>) -> Result<Self, String> {
        let (all, any) = (entry.all.take(), entry.any.take());
        if all.is_none() && any.is_none() {
            return entry.condition().map(Self::Condition);
        }
        let (join, conditions) = group(all, any)?;
        if entry == Entry::default() {
            Ok(Self::Group(join, conditions))
        } else {
            Err("A group has all or any alone.".into())
        }
    }
}

impl From<FilterPart> for Object<Entry<Vec<Condition>>> {
    fn from(part: FilterPart) -> Self {
        match part {
            FilterPart::Condition(condition) => Self(Entry::of(condition)),
            FilterPart::Group(join, conditions) => {
                let (all, any) = join.sort(conditions);
                Self(Entry { all, any, ..Entry::default() })
            }
        }
    }
}

impl TryFrom<Object<Entry<TooDeep>>> for Condition {
    type Error = String;

    fn try_from(Object(entry): Object<Entry<TooDeep>>) -> Result<Self, String> {
        entry.condition()
    }
}

impl From<Condition> for Object<Entry<TooDeep>> {
    fn from(condition: Condition) -> Self {
        Self(Entry::of(condition))
    }
}

impl<L: Default> Entry<L> {
    fn condition(&self) -> Result<Condition, String> {
        let field = self.field()?;
        let operator = self.operator.as_deref().ok_or("A condition has an operator.")?;
        Condition::new(field, operator, self.value.as_ref())
    }

    fn field(&self) -> Result<Field, String> {
        let named = [
            (&self.field, FieldSource::Standard),
            (&self.custom, FieldSource::Custom),
            (&self.company, FieldSource::Company),
            (&self.company_custom, FieldSource::CompanyCustom),
            (&self.event, FieldSource::EventCount),
        ];
        let mut named = named.into_iter().filter_map(|(name, source)| Some((name.as_deref()?, source)));
        let (Some((name, source)), None) = (named.next(), named.next()) else {
            return Err("A condition has one of field, custom, company, company_custom and event.".into());
        };
        match (source, self.r#type, self.measure) {
            (FieldSource::Standard, None, None) => Field::standard(name),
            (FieldSource::Company, None, None) => Field::company(name),
            (FieldSource::Custom | FieldSource::CompanyCustom, Some(of), None) => {
                Field::custom(source, name, of)
            }
            (FieldSource::EventCount | FieldSource::EventLast, None, Some(measure)) => {
                Field::event(name, measure)
            }
            (FieldSource::Custom | FieldSource::CompanyCustom, None, _) => {
                Err("A custom attribute has a type.".into())
            }
            (FieldSource::EventCount | FieldSource::EventLast, _, None) => {
                Err("An event has a measure.".into())
            }
            (_, Some(_), _) => Err("Only a custom attribute has a type.".into()),
            (_, None, Some(_)) => Err("Only an event has a measure.".into()),
        }
    }

    fn of(Condition { field, test }: Condition) -> Self {
        let mut entry =
            Self { operator: Some(test.operator().into()), value: test.value(), ..Self::default() };
        let name = Some(field.name().to_owned());
        match field.source() {
            FieldSource::Standard => entry.field = name,
            FieldSource::Company => entry.company = name,
            FieldSource::Custom => (entry.custom, entry.r#type) = (name, Some(field.of())),
            FieldSource::CompanyCustom => (entry.company_custom, entry.r#type) = (name, Some(field.of())),
            FieldSource::EventCount => (entry.event, entry.measure) = (name, Some(Measure::Count)),
            FieldSource::EventLast => (entry.event, entry.measure) = (name, Some(Measure::Last)),
        }
        entry
    }
}

fn group<T>(all: Option<Vec<T>>, any: Option<Vec<T>>) -> Result<(Join, Vec<T>), String> {
    match (all, any) {
        (None, Some(list)) if list.is_empty() => Err("An any has at least one condition.".into()),
        (Some(list), None) | (None, Some(list)) if list.len() > MOST_CONDITIONS => Err(too_many()),
        (Some(list), None) => Ok((Join::All, list)),
        (None, Some(list)) => Ok((Join::Any, list)),
        _ => Err("A group has either all or any.".into()),
    }
}

impl Join {
    /// The list under the key `all`, or under the key `any`.
    fn sort<T>(self, list: Vec<T>) -> (Option<Vec<T>>, Option<Vec<T>>) {
        match self {
            Self::All => (Some(list), None),
            Self::Any => (None, Some(list)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::quoted::{LONGEST_WORDS, QUOTED};
    use crate::people::texts::{LONGEST_NAME, LONGEST_TEXT};
    use serde_json::json;

    const KEYS: &str = "expected one of `all`, `any`, `field`, `custom`, `company`, `company_custom`, `event`, `type`, \
                        `measure`, `operator`, `value`";

    fn refused(filter: &Value) -> String {
        Filter::from_json(filter).expect_err(&filter.to_string()).to_string()
    }

    fn refused_condition(condition: Value) -> String {
        refused(&json!({ "version": 2, "all": [condition] })).replace("all[0]: ", "")
    }

    #[test]
    fn a_filter_reads_back_as_it_was_written() {
        let every = json!({ "version": 2, "all": [
            { "field": "role", "operator": "is", "value": "user" },
            { "field": "role", "operator": "is_not", "value": "lead" },
            { "field": "email", "operator": "is_known" },
            { "field": "role", "operator": "in", "value": ["user", "lead"] },
            { "field": "tag", "operator": "not_in", "value": ["a", "b"] },
            { "field": "segment", "operator": "is_not", "value": "a" },
            { "field": "owner", "operator": "is", "value": 7 },
            { "field": "page", "operator": "does_not_contain", "value": "/rope" },
            { "field": "last_seen_at", "operator": "at_least", "value": 1_800_000_000 },
            { "field": "last_seen_at", "operator": "on", "value": "2027-01-15" },
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
        assert_eq!(filter.segments().collect::<Vec<_>>(), ["a"]);

        let everybody = Filter::from_json(&json!({ "version": 2, "all": [] })).expect("a filter");
        assert!(!everybody.needs_company() && everybody.events().next().is_none());
    }

    #[test]
    fn version_1_alone_calls_the_role_kind_and_is_written_as_version_2() {
        let called = |name: &str, value: &str| {
            let condition = json!({ "field": name, "operator": "is_not", "value": value });
            json!([condition, { "all": [condition] }])
        };
        let kind = json!({ "version": 1, "any": called("kind", "user") });
        let role = json!({ "version": 2, "any": called("role", "user") });
        assert_eq!(Filter::from_json(&kind).expect("a filter").to_json(), role);
        assert_eq!(
            refused(&json!({ "version": 1, "any": called("kind", "person") })),
            "any[0]: The value is one of visitor, lead, user."
        );
        assert_eq!(
            refused(&json!({ "version": 2, "any": called("kind", "user") })),
            "There is no field “kind”."
        );
        assert_eq!(
            refused(&json!({ "version": 1, "of": "company", "any": called("kind", "user") })),
            "There is no field “role”."
        );
    }

    #[test]
    fn a_filter_has_the_fields_of_its_model_alone() {
        let condition = |key: &str, name: &str| json!({ key: name, "operator": "is_known" });
        for (model, conditions) in [
            (
                "company",
                [condition("field", "plan"), condition("field", "people"), condition("field", "tag")],
            ),
            (
                "conversation",
                [condition("field", "state"), condition("field", "title"), condition("field", "tag")],
            ),
            (
                "person",
                [condition("field", "email"), condition("company", "plan"), condition("field", "tag")],
            ),
        ] {
            let filter = json!({ "version": 2, "of": model, "all": conditions });
            let read = Filter::from_json(&filter).expect("a filter").to_json();
            assert_eq!((&read["of"] == "company", &read["all"]), (model == "company", &filter["all"]));
            for other in ["company", "conversation", "person"].into_iter().filter(|other| *other != model) {
                refused(&json!({ "version": 2, "of": other, "all": conditions }));
            }
        }
        let event = json!({ "event": "ordered", "measure": "count", "operator": "is", "value": 1 });
        let refused = refused(&json!({ "version": 2, "of": "company", "all": [event] }));
        assert_eq!(refused, "There is no field “ordered”.");
    }

    #[test]
    fn what_is_no_filter_is_refused_at_its_place() {
        let condition = json!({ "field": "email", "operator": "is_known" });
        for (filter, error) in [
            (json!([]), "invalid type: sequence, expected a JSON object"),
            (json!([1, []]), "invalid type: sequence, expected a JSON object"),
            (
                json!({ "version": 2, "all": [[null, null, "email", null, null, null, null, null, null, "is_known"]] }),
                "all[0]: invalid type: sequence, expected a JSON object",
            ),
            (json!({ "all": [] }), "The version of a filter is 2."),
            (json!({ "version": 3, "all": [] }), "The version of a filter is 2."),
            (json!({ "version": 2 }), "A group has either all or any."),
            (json!({ "version": 2, "all": [], "any": [condition] }), "A group has either all or any."),
            (
                json!({ "version": 2, "all": [], "none": [] }),
                "none: unknown field `none`, expected one of `version`, `of`, `all`, `any`",
            ),
            (json!({ "version": 2, "all": {} }), "all: invalid type: map, expected a sequence"),
            (json!({ "version": 2, "any": [] }), "An any has at least one condition."),
            (json!({ "version": 2, "all": [{ "any": [] }] }), "all[0]: An any has at least one condition."),
            (
                json!({ "version": 2, "all": [{ "any": [condition], "version": 2 }] }),
                &format!("all[0].version: unknown field `version`, {KEYS}"),
            ),
            (
                json!({ "version": 2, "all": [7] }),
                "all[0]: invalid type: integer `7`, expected a JSON object",
            ),
            (
                json!({ "version": 2, "any": [condition, { "all": [{ "any": [condition] }] }] }),
                "any[1].all[0].any: Groups are nested at most two deep.",
            ),
            (
                json!({ "version": 2, "all": [{ "any": [condition, { "field": "shoe", "operator": "is_known" }] }] }),
                "all[0].any[1]: There is no field “shoe”.",
            ),
            (
                json!({ "version": 2, "all": vec![condition.clone(); 51] }),
                "A filter has at most 50 conditions.",
            ),
            (
                json!({ "version": 2, "all": [condition, { "any": vec![condition.clone(); 50] }] }),
                "A filter has at most 50 conditions.",
            ),
            (
                json!({ "version": 2, "all": vec![json!({ "all": [] }); 51] }),
                "A filter has at most 50 conditions.",
            ),
        ] {
            assert_eq!(refused(&filter), error, "{filter}");
        }
        assert!(Filter::from_json(&json!({ "version": 2, "any": vec![condition; 50] })).is_ok());
    }

    #[test]
    fn what_is_no_condition_is_refused_with_a_reason() {
        let one_of = "A condition has one of field, custom, company, company_custom and event.";
        let text = format!("A text has 1 to {LONGEST_TEXT} characters.");
        let name = format!("A name has 1 to {LONGEST_NAME} characters, none of control.");
        let more = format!("all[0].more: unknown field `more`, {KEYS}");
        let number = "A number is at most 9007199254740992, and at least -9007199254740992.";
        let days = "The value is a whole number of days from 0 to 3650.";
        let list = "The value is a list of 1 to 500 values.";
        let date = "The value is a day from 1900 to 2999, such as 2027-01-15.";
        for (condition, error) in [
            (json!({}), one_of),
            (json!({ "field": "name", "custom": "name", "operator": "is_known" }), one_of),
            (
                json!({ "field": 7, "operator": "is_known" }),
                "all[0].field: invalid type: integer `7`, expected a string",
            ),
            (json!({ "field": "name" }), "A condition has an operator."),
            (json!({ "field": "name", "operator": "is" }), "The value is a text."),
            (json!({ "field": "name", "operator": "is", "value": 7 }), "The value is a text."),
            (json!({ "field": "name", "operator": "is", "value": "" }), &text),
            (json!({ "field": "name", "operator": "is", "value": "é".repeat(LONGEST_TEXT + 1) }), &text),
            (json!({ "field": "name", "operator": "is", "value": "\0" }), "A text holds no NUL."),
            (
                json!({ "field": "name", "operator": "is_known", "value": null }),
                "The operator is_known has no value.",
            ),
            (json!({ "field": "name", "operator": "is_known", "more": 1 }), &more),
            (
                json!({ "field": "name", "type": "text", "operator": "is_known" }),
                "Only a custom attribute has a type.",
            ),
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
                json!({ "field": "session_count", "operator": "contains", "value": 7 }),
                "A field of the type number has no operator “contains”.",
            ),
            (
                json!({ "field": "role", "operator": "is", "value": "robot" }),
                "The value is one of visitor, lead, user.",
            ),
            (
                json!({ "field": "segment", "operator": "is_unknown" }),
                "A field of the type segment has no operator “is_unknown”.",
            ),
            (
                json!({ "field": "verified", "operator": "is", "value": "true" }),
                "The value is true or false.",
            ),
            (
                json!({ "field": "verified", "operator": "in", "value": [true] }),
                "A field of the type truth has no operator “in”.",
            ),
            (json!({ "field": "name", "operator": "in", "value": [] }), list),
            (json!({ "field": "name", "operator": "in", "value": "a" }), list),
            (json!({ "field": "name", "operator": "in", "value": vec!["a"; 501] }), list),
            (json!({ "field": "name", "operator": "in", "value": ["a", 7] }), "The value is a text."),
            (
                json!({ "field": "owner", "operator": "is", "value": 1.5 }),
                "The value is a number of the app.",
            ),
            (
                json!({ "field": "signed_up_at", "operator": "at_least", "value": 1.5 }),
                "The value is a time in Unix seconds.",
            ),
            (json!({ "field": "state", "operator": "is", "value": "open" }), "There is no field “state”."),
            (json!({ "field": "signed_up_at", "operator": "exactly_days_ago", "value": 3651 }), days),
            (json!({ "field": "signed_up_at", "operator": "exactly_days_ago", "value": -1 }), days),
            (json!({ "field": "signed_up_at", "operator": "exactly_days_ago", "value": 1.5 }), days),
            (json!({ "field": "signed_up_at", "operator": "before", "value": "2027-02-29" }), date),
            (json!({ "field": "signed_up_at", "operator": "before", "value": "20270115" }), date),
            (json!({ "field": "signed_up_at", "operator": "before", "value": "2027-01-15T00:00" }), date),
            (json!({ "field": "signed_up_at", "operator": "after", "value": "9999-12-31" }), date),
            (json!({ "field": "signed_up_at", "operator": "after", "value": 0 }), date),
            (json!({ "company": "seats", "operator": "is_known" }), "There is no field “seats”."),
            (json!({ "custom": "seats", "operator": "is_known" }), "A custom attribute has a type."),
            (
                json!({ "custom": "seats", "type": "tag", "operator": "is_known" }),
                "A type is text, choice, number, date or truth.",
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
            (json!({ "event": "ordered", "operator": "is_known" }), "An event has a measure."),
            (
                json!({ "event": "ordered", "measure": "first", "operator": "is_known" }),
                "all[0].measure: unknown variant `first`, expected `count` or `last`",
            ),
        ] {
            assert_eq!(refused_condition(condition.clone()), error, "{condition}");
        }
    }

    #[test]
    fn an_error_quotes_the_beginning_alone() {
        let long = refused_condition(json!({ "field": "x\n".repeat(1_000_000), "operator": "is_known" }));
        assert_eq!(long, format!("There is no field “{}…”.", "x".repeat(QUOTED)));
        for long in [json!({ "x\n".repeat(1_000_000): 7 }), json!({ "measure": "x\n".repeat(1_000_000) })] {
            let refused = refused_condition(long);
            assert!(refused.chars().count() < 2 * LONGEST_WORDS + 3 && !refused.contains('\n'), "{refused}");
        }
    }

    #[test]
    fn a_nesting_beyond_all_use_is_refused() {
        let mut filter = json!({ "field": "email", "operator": "is_known" });
        for _ in 0..100_000 {
            filter = serde_json::Map::from_iter([("all".into(), Value::Array(vec![filter]))]).into();
        }
        filter["version"] = json!(1);
        let refused = Filter::from_json(&filter).expect_err("a filter").to_string();
        assert_eq!(refused, "all[0].all[0].all: Groups are nested at most two deep.");
        // Dropping it would overflow the stack.
        std::mem::forget(filter);
    }
}
