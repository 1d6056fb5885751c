//! Decides whether a filter fits a person.

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::Value;
use std::cmp::Ordering;

use super::field::{Field, FieldSource};
use super::fields::Type;
use super::subject::Subject;
use super::test::{Test, TextOperator};
use super::{Condition, Filter, FilterPart};
use crate::people::Role;

/// A known value of a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum KnownValue<'a> {
    Kind(Role),
    Text(&'a str),
    Number(f64),
    /// A time in Unix seconds.
    Date(i64),
    Truth(bool),
}

/// The value that a condition saw, None where it is unknown, and whether the condition is true.
pub(super) struct ConditionVerdict<'a> {
    pub seen: Option<KnownValue<'a>>,
    pub passed: bool,
}

impl Filter {
    pub fn fits(&self, subject: &Subject<'_>) -> bool {
        let fits = |condition: &Condition| condition.verdict(subject).passed;
        self.join.of(self.parts.iter().map(|part| match part {
            FilterPart::Condition(condition) => fits(condition),
            FilterPart::Group(join, conditions) => join.of(conditions.iter().map(fits)),
        }))
    }
}

impl Condition {
    pub(super) fn verdict<'a>(&self, subject: &'a Subject<'_>) -> ConditionVerdict<'a> {
        let seen = self.field.seen(subject);
        ConditionVerdict { seen, passed: self.test.fits(seen, subject) }
    }
}

impl Field {
    fn seen<'a>(&self, subject: &'a Subject<'_>) -> Option<KnownValue<'a>> {
        let (name, of, company) = (self.name(), self.of(), subject.company.as_ref());
        match self.source() {
            FieldSource::Person => of_person(name, of, subject),
            FieldSource::Custom => typed(subject.custom.get(name), of),
            FieldSource::Company => match name {
                "name" => Some(KnownValue::Text(company?.name)),
                "company_id" => Some(KnownValue::Text(company?.company_id)),
                _ => typed(company?.details.get(name), of),
            },
            FieldSource::CompanyCustom => typed(company?.attributes.get(name), of),
            FieldSource::EventCount => Some(number(subject.events.get(name).map_or(0, |event| event.count))),
            FieldSource::EventLast => subject.events.get(name).map(|event| KnownValue::Date(event.last_at)),
        }
    }
}

fn of_person<'a>(name: &str, of: Type, subject: &'a Subject<'_>) -> Option<KnownValue<'a>> {
    match name {
        "kind" => Some(KnownValue::Kind(subject.kind)),
        "verified" => Some(KnownValue::Truth(subject.verified)),
        "name" => subject.name.map(KnownValue::Text),
        "email" => subject.email.map(KnownValue::Text),
        "user_id" => subject.user_id.map(KnownValue::Text),
        "language" => subject.language.map(KnownValue::Text),
        "browser" => subject.browser.map(KnownValue::Text),
        "time_zone" => subject.time_zone.map(KnownValue::Text),
        "signed_up_at" => subject.signed_up_at.map(KnownValue::Date),
        "first_seen_at" => subject.first_seen_at.map(KnownValue::Date),
        "last_seen_at" => subject.last_seen_at.map(KnownValue::Date),
        "session_count" => Some(number(subject.sessions)),
        "page_views" => Some(number(subject.page_views)),
        detail => typed(subject.details.get(detail), of),
    }
}

/// Reads a value of a type. A value of another type is unknown.
fn typed(value: Option<&Value>, of: Type) -> Option<KnownValue<'_>> {
    match of {
        Type::Kind => None,
        Type::Text => value?.as_str().map(KnownValue::Text),
        Type::Number => value?.as_f64().map(KnownValue::Number),
        Type::Date => value?.as_i64().map(KnownValue::Date),
        Type::Truth => value?.as_bool().map(KnownValue::Truth),
    }
}

#[expect(clippy::cast_precision_loss, reason = "numbers are compared as floats")]
fn number(count: i64) -> KnownValue<'static> {
    KnownValue::Number(count as f64)
}

impl Test {
    fn fits(&self, seen: Option<KnownValue<'_>>, subject: &Subject<'_>) -> bool {
        match (self, seen) {
            (Self::IsUnknown | Self::Text(TextOperator::IsNot, _), None) => true,
            (Self::IsKnown, Some(_)) => true,
            (Self::IsKind(kind), Some(KnownValue::Kind(seen))) => seen == *kind,
            (Self::IsNotKind(kind), Some(KnownValue::Kind(seen))) => seen != *kind,
            (Self::Text(operator, value), Some(KnownValue::Text(text))) => operator.fits(text, value),
            (Self::Number(order, value), Some(KnownValue::Number(number))) => {
                number.partial_cmp(value) == Some(*order)
            }
            (Self::DaysAgo(order, days), Some(KnownValue::Date(at))) => {
                days_ago(at, *days, subject) == Some(*order)
            }
            (Self::Before(day), Some(KnownValue::Date(at))) => {
                start(*day, subject).is_some_and(|start| at < start)
            }
            (Self::After(day), Some(KnownValue::Date(at))) => end(*day, subject).is_some_and(|end| at >= end),
            (Self::Truth(value), Some(KnownValue::Truth(truth))) => truth == *value,
            _ => false,
        }
    }
}

impl TextOperator {
    fn fits(self, text: &str, value: &str) -> bool {
        match self {
            Self::Is => text == value,
            Self::IsNot => text != value,
            Self::Contains => text.contains(value),
            Self::StartsWith => text.starts_with(value),
            Self::EndsWith => text.ends_with(value),
        }
    }
}

/// Compares how many days ago a time was. None of a future time, except for today's.
fn days_ago(at: i64, days: u16, subject: &Subject<'_>) -> Option<Ordering> {
    let day = subject.local(subject.now)?.date().checked_sub(i64::from(days).days()).ok()?;
    let (start, end) = (start(day, subject)?, end(day, subject)?);
    match at {
        _ if at < start => Some(Ordering::Greater),
        _ if at < end => Some(Ordering::Equal),
        _ => (at <= subject.now).then_some(Ordering::Less),
    }
}

/// The time when a day begins in the subject's zone.
fn start(day: Date, subject: &Subject<'_>) -> Option<i64> {
    Some(day.to_zoned(subject.zone.clone()).ok()?.timestamp().as_second())
}

/// The time when the day after this one begins.
fn end(day: Date, subject: &Subject<'_>) -> Option<i64> {
    start(day.tomorrow().ok()?, subject)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::fields::{OF_COMPANY, OF_PERSON};
    use crate::filter::{EventCount, SubjectCompany};
    use jiff::tz::TimeZone;
    use serde_json::{Map, json};
    use std::collections::HashMap;

    const OSLO: &str = "CET-1CEST,M3.5.0,M10.5.0/3";

    fn condition(json: &Value) -> Condition {
        let filter = Filter::from_json(&json!({ "version": 1, "all": [json] })).expect("a filter");
        match filter.parts.as_slice() {
            [FilterPart::Condition(condition)] => condition.clone(),
            other => panic!("{other:?}"),
        }
    }

    fn object(value: &Value) -> Map<String, Value> {
        value.as_object().cloned().expect("an object")
    }

    /// Whether the condition is true of a lead with these custom attributes, at a time in Oslo.
    fn is_true(json: &Value, custom: &Value, now: &str) -> bool {
        let events = HashMap::from([(
            "ordered".to_owned(),
            EventCount { count: 2, last_at: seconds("2026-03-28T12:00") },
        )]);
        let (details, attributes) =
            (object(&json!({ "plan": "Harbour", "size": "7" })), object(&json!({ "seats": 3 })));
        let subject = Subject {
            kind: Role::Lead,
            sessions: 3,
            details: &object(&json!({ "phone": "555", "utm_source": null })),
            custom: &object(custom),
            company: (custom["company"] != false).then_some(SubjectCompany {
                name: "Sjøhus",
                company_id: "7",
                details: &details,
                attributes: &attributes,
            }),
            now: seconds(now),
            zone: TimeZone::posix(OSLO).expect("a zone"),
            ..Subject::stranger(&details, &events)
        };
        condition(json).verdict(&subject).passed
    }

    /// The Unix seconds of a time by the clock in Oslo.
    fn seconds(local: &str) -> i64 {
        let local: jiff::civil::DateTime = local.parse().expect(local);
        local.to_zoned(TimeZone::posix(OSLO).expect("a zone")).expect("a time").timestamp().as_second()
    }

    #[test]
    fn a_missing_attribute_is_unknown_and_only_is_not_and_is_unknown_fit_it() {
        for (of, name, wrong) in [
            ("text", "plan", json!(7)),
            ("number", "plan", json!("7")),
            ("date", "trial_at", json!(1.5)),
            ("truth", "plan", json!("true")),
        ] {
            let (text, number, days, date) = (json!("7"), json!(7), json!(0), json!("2026-03-29"));
            let tests: &[(&str, &Value)] = match of {
                "text" => &[
                    ("is", &text),
                    ("is_not", &text),
                    ("contains", &text),
                    ("starts_with", &text),
                    ("ends_with", &text),
                ],
                "number" => &[("is", &number), ("greater", &number), ("less", &number)],
                "date" => &[
                    ("more_than_days_ago", &days),
                    ("less_than_days_ago", &days),
                    ("exactly_days_ago", &days),
                    ("before", &date),
                    ("after", &date),
                ],
                _ => &[("is", &Value::Bool(true)), ("is", &Value::Bool(false))],
            };
            for unknown in [json!({}), json!({ name: null }), json!({ name: [7] }), json!({ name: wrong })] {
                for (operator, value) in tests {
                    let test = json!({ "custom": name, "type": of, "operator": operator, "value": value });
                    assert_eq!(
                        is_true(&test, &unknown, "2026-03-29T12:00"),
                        *operator == "is_not",
                        "{test} {unknown}"
                    );
                }
                let test = json!({ "custom": name, "type": of, "operator": "is_unknown" });
                assert!(is_true(&test, &unknown, "2026-03-29T12:00"), "{unknown}");
                if of != "truth" {
                    let test = json!({ "custom": name, "type": of, "operator": "is_known" });
                    assert!(!is_true(&test, &unknown, "2026-03-29T12:00"), "{unknown}");
                }
            }
        }
    }

    #[test]
    fn texts_are_compared_by_code_points() {
        for (operator, value, fitting, other) in [
            ("is", "Plan", "Plan", "plan"),
            ("is_not", "Plan", "plan", "Plan"),
            ("contains", "l%", "pl%n", "plan"),
            ("starts_with", "é", "été", "e\u{301}te\u{301}"),
            ("ends_with", "_", "a_", "ab"),
            ("contains", "é", "café", "CAFÉ"),
        ] {
            let test = json!({ "custom": "plan", "type": "text", "operator": operator, "value": value });
            assert!(is_true(&test, &json!({ "plan": fitting }), "2026-03-29T12:00"), "{test}");
            assert!(!is_true(&test, &json!({ "plan": other }), "2026-03-29T12:00"), "{test}");
        }
    }

    #[test]
    fn each_source_is_read() {
        for (test, expected) in [
            (json!({ "field": "kind", "operator": "is", "value": "lead" }), true),
            (json!({ "field": "kind", "operator": "is_not", "value": "lead" }), false),
            (json!({ "field": "kind", "operator": "is_not", "value": "user" }), true),
            (json!({ "field": "verified", "operator": "is", "value": false }), true),
            (json!({ "field": "verified", "operator": "is_unknown" }), false),
            (json!({ "field": "email", "operator": "is_unknown" }), true),
            (json!({ "field": "phone", "operator": "is", "value": "555" }), true),
            (json!({ "field": "utm_source", "operator": "is_unknown" }), true),
            (json!({ "field": "session_count", "operator": "greater", "value": 2.5 }), true),
            (json!({ "field": "page_views", "operator": "is", "value": -0.0 }), true),
            (json!({ "company": "name", "operator": "starts_with", "value": "Sjø" }), true),
            (json!({ "company": "plan", "operator": "is", "value": "Harbour" }), true),
            (json!({ "company": "size", "operator": "is_known" }), false),
            (json!({ "company_custom": "seats", "type": "number", "operator": "is", "value": 3 }), true),
            (json!({ "event": "ordered", "measure": "count", "operator": "is", "value": 2 }), true),
            (json!({ "event": "never", "measure": "count", "operator": "is", "value": 0 }), true),
            (json!({ "event": "never", "measure": "count", "operator": "is_known" }), true),
            (json!({ "event": "never", "measure": "last", "operator": "is_unknown" }), true),
            (
                json!({ "event": "ordered", "measure": "last", "operator": "exactly_days_ago", "value": 1 }),
                true,
            ),
        ] {
            assert_eq!(is_true(&test, &json!({}), "2026-03-29T12:00"), expected, "{test}");
        }
        for unknown in [
            json!({ "company": "name", "operator": "is_unknown" }),
            json!({ "company": "plan", "operator": "is_not", "value": "Harbour" }),
            json!({ "company_custom": "seats", "type": "number", "operator": "is_unknown" }),
        ] {
            assert!(is_true(&unknown, &json!({ "company": false }), "2026-03-29T12:00"), "{unknown}");
        }
    }

    #[test]
    fn every_field_has_a_value_of_its_type_where_there_is_one() {
        let (details, none) = (
            object(&json!({ "phone": "a", "unsubscribed_from_emails": true, "utm_campaign": "a",
            "utm_content": "a", "utm_medium": "a", "utm_source": "a", "utm_term": "a", "plan": "a", "website": "a",
            "industry": "a", "monthly_spend": 1, "size": 1, "created_at": 1 })),
            Map::new(),
        );
        let events = HashMap::new();
        let company = SubjectCompany { name: "a", company_id: "a", details: &details, attributes: &none };
        let subject = Subject {
            kind: Role::User,
            verified: true,
            name: Some("a"),
            email: Some("a"),
            user_id: Some("a"),
            language: Some("a"),
            browser: Some("a"),
            time_zone: Some("a"),
            signed_up_at: Some(1),
            first_seen_at: Some(1),
            last_seen_at: Some(1),
            sessions: 1,
            page_views: 1,
            company: Some(company),
            ..Subject::stranger(&details, &events)
        };
        let fields = OF_PERSON.map(|field| ("field", field)).into_iter();
        for (key, (name, of, _)) in fields.chain(OF_COMPANY.map(|field| ("company", field))) {
            let test = match of {
                Type::Kind => json!({ key: name, "operator": "is", "value": "user" }),
                Type::Text => json!({ key: name, "operator": "is", "value": "a" }),
                Type::Number => json!({ key: name, "operator": "is", "value": 1 }),
                Type::Date => json!({ key: name, "operator": "exactly_days_ago", "value": 0 }),
                Type::Truth => json!({ key: name, "operator": "is", "value": true }),
            };
            assert!(condition(&test).verdict(&subject).passed, "{test}");
        }
    }

    #[test]
    fn days_are_those_of_the_calendar_in_the_zone_though_clocks_change() {
        // Oslo's 29 March has 23 hours.
        let now = "2026-03-30T08:00";
        for (at, before, on, after) in [
            ("2026-03-28T23:59:59", true, false, false),
            ("2026-03-29T00:00", false, true, false),
            ("2026-03-29T23:59:59", false, true, false),
            ("2026-03-30T00:00", false, false, true),
            ("2026-03-30T08:00", false, false, true),
            // To come.
            ("2026-03-30T08:00:01", false, false, false),
        ] {
            let custom = json!({ "trial_at": seconds(at) });
            for (operator, expected) in
                [("more_than_days_ago", before), ("exactly_days_ago", on), ("less_than_days_ago", after)]
            {
                let test = json!({ "custom": "trial_at", "type": "date", "operator": operator, "value": 1 });
                assert_eq!(is_true(&test, &custom, now), expected, "{operator} {at}");
            }
        }
        for (at, before, after) in [
            ("2026-03-28T23:59:59", true, false),
            ("2026-03-29T00:00", false, false),
            ("2026-03-29T23:59:59", false, false),
            ("2026-03-30T00:00", false, true),
            ("2026-12-24T00:00", false, true),
        ] {
            let custom = json!({ "trial_at": seconds(at) });
            for (operator, expected) in [("before", before), ("after", after)] {
                let test = json!({ "custom": "trial_at", "type": "date", "operator": operator, "value": "2026-03-29" });
                assert_eq!(is_true(&test, &custom, now), expected, "{operator} {at}");
            }
        }
    }

    #[test]
    fn of_today_what_is_to_come_is_exactly_no_days_ago() {
        let custom = json!({ "trial_at": seconds("2026-03-30T23:00") });
        for (operator, expected) in
            [("more_than_days_ago", false), ("exactly_days_ago", true), ("less_than_days_ago", false)]
        {
            let test = json!({ "custom": "trial_at", "type": "date", "operator": operator, "value": 0 });
            assert_eq!(is_true(&test, &custom, "2026-03-30T08:00"), expected, "{operator}");
        }
    }

    #[test]
    fn a_time_beyond_any_calendar_is_compared_all_the_same() {
        for (at, operator) in [(i64::MAX, "after"), (i64::MIN, "before")] {
            let test =
                json!({ "custom": "far_at", "type": "date", "operator": operator, "value": "2026-03-29" });
            assert!(is_true(&test, &json!({ "far_at": at }), "2026-03-29T12:00"), "{at}");
        }
    }

    #[test]
    fn groups_join_what_is_in_them() {
        let (yes, no) = (
            json!({ "field": "name", "operator": "is_known" }),
            json!({ "field": "name", "operator": "is_unknown" }),
        );
        for (filter, expected) in [
            (json!({ "all": [] }), true),
            (json!({ "all": [yes, no] }), false),
            (json!({ "any": [no, yes] }), true),
            (json!({ "any": [no, no] }), false),
            (json!({ "any": [no, { "all": [yes, yes] }] }), true),
            (json!({ "all": [yes, { "any": [no, no] }] }), false),
            (json!({ "any": [{ "all": [] }] }), true),
        ] {
            let mut filter = object(&filter);
            filter.insert("version".into(), json!(1));
            let filter = Filter::from_json(&filter.into()).expect("a filter");
            let (nothing, events) = (Map::new(), HashMap::new());
            let ada = Subject { name: Some("Ada"), ..Subject::stranger(&nothing, &events) };
            assert_eq!(filter.fits(&ada), expected, "{filter:?}");
        }
    }
}
