//! Decides whether a filter fits a person.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde_json::Value;
use std::cmp::Ordering;

use super::field::{Field, FieldSource};
use super::fields::Type;
use super::subject::Subject;
use super::test::{Check, Scalar, Test, TextPart};
use super::{Condition, Filter, FilterPart, SegmentFilters};

/// The values of a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Seen<'a> {
    Unknown,
    Known(KnownValue<'a>),
    /// All texts of a field that may have several.
    Texts(&'a [String]),
    /// The segments that filters name. Each is asked whether the person is in it.
    Segments(&'a SegmentFilters),
}

/// A known value of a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum KnownValue<'a> {
    Text(&'a str),
    Number(f64),
    /// A time in Unix seconds.
    Date(i64),
    Truth(bool),
}

/// The values that a condition saw, and whether the condition is true.
pub(super) struct ConditionVerdict<'a> {
    pub seen: Seen<'a>,
    pub passed: bool,
}

impl Filter {
    /// Whether the filter of people fits this person.
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
    fn seen<'a>(&self, subject: &'a Subject<'_>) -> Seen<'a> {
        let (name, person, facts) = (self.name(), subject.person, subject.facts);
        match (self.source(), name) {
            (FieldSource::Standard, "tag") => Seen::Texts(&facts.tags),
            (FieldSource::Standard, "company") => Seen::Texts(&facts.companies),
            (FieldSource::Standard, "page") => Seen::Texts(&facts.pages),
            (FieldSource::Standard, "segment") => Seen::Segments(&facts.segments),
            (FieldSource::Standard, _) => Seen::of(standard(name, self.of(), subject)),
            (FieldSource::Custom, _) => Seen::of(typed(person.attributes.get(name), self.of())),
            (FieldSource::Company | FieldSource::CompanyCustom, _) => Seen::of(self.seen_of_company(subject)),
            (FieldSource::EventCount, _) => {
                Seen::Known(number(facts.events.get(name).map_or(0, |event| event.count)))
            }
            (FieldSource::EventLast, _) => {
                Seen::of(facts.events.get(name).map(|event| KnownValue::Date(event.last_at)))
            }
        }
    }

    fn seen_of_company<'a>(&self, subject: &'a Subject<'_>) -> Option<KnownValue<'a>> {
        let company = subject.facts.company.as_ref()?;
        match (self.source(), self.name()) {
            (FieldSource::CompanyCustom, name) => typed(company.attributes.get(name), self.of()),
            (_, "name") => Some(KnownValue::Text(&company.name)),
            (_, "company_id") => Some(KnownValue::Text(&company.company_id)),
            (_, name) => typed(company.details.get(name), self.of()),
        }
    }
}

impl<'a> Seen<'a> {
    fn of(value: Option<KnownValue<'a>>) -> Self {
        value.map_or(Self::Unknown, Self::Known)
    }
}

/// The value of a field that every person has, and only once.
fn standard<'a>(name: &str, of: Type, subject: &'a Subject<'_>) -> Option<KnownValue<'a>> {
    let person = subject.person;
    let text = |text: &'a Option<String>| text.as_deref().map(KnownValue::Text);
    let location = || person.location.as_ref();
    match name {
        "id" => Some(KnownValue::Text(&person.id)),
        "role" => Some(KnownValue::Text(person.role.as_str())),
        "verified" => Some(KnownValue::Truth(person.verified)),
        "name" => text(&person.name),
        "email" => text(&person.email),
        "user_id" => text(&person.user_id),
        "owner" => person.owner.map(number),
        "language" => match typed(person.details.get("language_override"), of) {
            None => text(&person.language),
            chosen => chosen,
        },
        "browser" => text(&person.browser),
        "browser_version" => text(&person.browser_version),
        "os" => text(&person.os),
        "time_zone" => text(&person.time_zone),
        "country" => text(&location()?.country),
        "region" => text(&location()?.region),
        "city" => text(&location()?.city),
        "signed_up_at" => person.signed_up_at.map(KnownValue::Date),
        "created_at" => Some(KnownValue::Date(person.created_at)),
        "updated_at" => Some(KnownValue::Date(person.updated_at)),
        "first_seen_at" => person.first_seen_at.map(KnownValue::Date),
        "last_seen_at" => person.first_seen_at.map(|_| KnownValue::Date(person.last_seen_at)),
        "last_contacted_at" => person.last_contacted_at.map(KnownValue::Date),
        "last_heard_from_at" => person.last_heard_from_at.map(KnownValue::Date),
        "last_opened_at" => person.last_opened_at.map(KnownValue::Date),
        "blocked_at" => person.blocked_at.map(KnownValue::Date),
        "archived_at" => person.archived_at.map(KnownValue::Date),
        "session_count" => Some(number(person.session_count)),
        "page_views" => Some(number(person.impressions)),
        detail => typed(person.details.get(detail), of),
    }
}

/// Reads a value of a type. A value of another type is unknown.
fn typed(value: Option<&Value>, of: Type) -> Option<KnownValue<'_>> {
    match of {
        Type::Text | Type::Choice => value?.as_str().map(KnownValue::Text),
        Type::Number => value?.as_f64().map(KnownValue::Number),
        Type::Date => value?.as_i64().map(KnownValue::Date),
        Type::Truth => value?.as_bool().map(KnownValue::Truth),
        Type::Tag | Type::Segment | Type::Company | Type::Id | Type::Teammate | Type::Team => None,
    }
}

#[expect(clippy::cast_precision_loss, reason = "numbers are compared as floats")]
fn number(count: i64) -> KnownValue<'static> {
    KnownValue::Number(count as f64)
}

impl Test {
    fn fits(&self, seen: Seen<'_>, subject: &Subject<'_>) -> bool {
        self.check.holds(seen, subject) != self.is_negated
    }
}

impl Check {
    fn holds(&self, seen: Seen<'_>, subject: &Subject<'_>) -> bool {
        match (seen, self) {
            (Seen::Unknown, _) => false,
            (Seen::Known(value), _) => self.holds_of(value, subject),
            (Seen::Texts(texts), _) => {
                texts.iter().any(|text| self.holds_of(KnownValue::Text(text), subject))
            }
            (Seen::Segments(segments), Self::OneOf(values)) => values.iter().any(|value| match value {
                Scalar::Text(id) => segments.get(id).is_some_and(|segment| segment.fits(subject)),
                _ => false,
            }),
            (Seen::Segments(_), _) => false,
        }
    }

    /// Whether a check of numbers holds of this one.
    pub(super) fn holds_of_number(&self, number: f64) -> bool {
        let order = |with: &Scalar| with.compared_with(KnownValue::Number(number));
        match self {
            Self::IsKnown => true,
            Self::OneOf(values) => values.iter().any(|one| order(one) == Some(Ordering::Equal)),
            Self::Compare(comparison, with) => order(with).is_some_and(|order| comparison.holds(order)),
            Self::Part(..) | Self::DaysAgo(..) | Self::Day(..) => false,
        }
    }

    fn holds_of(&self, value: KnownValue<'_>, subject: &Subject<'_>) -> bool {
        match (self, value) {
            (Self::IsKnown, _) => true,
            (Self::OneOf(values), value) => {
                values.iter().any(|one| one.compared_with(value) == Some(Ordering::Equal))
            }
            (Self::Part(part, of), KnownValue::Text(text)) => part.holds(text, of),
            (Self::Compare(comparison, with), value) => {
                with.compared_with(value).is_some_and(|order| comparison.holds(order))
            }
            (Self::DaysAgo(order, days), KnownValue::Date(at)) => {
                days_ago(at, *days, subject) == Some(*order)
            }
            (Self::Day(order, day), KnownValue::Date(at)) => of_day(at, *day, &subject.zone) == Some(*order),
            _ => false,
        }
    }
}

impl Scalar {
    /// How a value of the same type compares with this one.
    fn compared_with(&self, value: KnownValue<'_>) -> Option<Ordering> {
        match (value, self) {
            (KnownValue::Text(value), Self::Text(with)) => Some(value.cmp(with)),
            (KnownValue::Number(value), Self::Number(with)) => value.partial_cmp(with),
            (KnownValue::Date(value), Self::Time(with)) => Some(value.cmp(with)),
            (KnownValue::Truth(value), Self::Truth(with)) => Some(value.cmp(with)),
            _ => None,
        }
    }
}

impl TextPart {
    fn holds(self, text: &str, part: &str) -> bool {
        match self {
            Self::Contains => text.contains(part),
            Self::StartsWith => text.starts_with(part),
            Self::EndsWith => text.ends_with(part),
        }
    }
}

/// Compares how many days ago a time was. None of a future time, except for today's.
fn days_ago(at: i64, days: u16, subject: &Subject<'_>) -> Option<Ordering> {
    let day = day_before(subject.now, days, &subject.zone)?;
    match of_day(at, day, &subject.zone)? {
        Ordering::Less => Some(Ordering::Greater),
        Ordering::Equal => Some(Ordering::Equal),
        Ordering::Greater => (at <= subject.now).then_some(Ordering::Less),
    }
}

/// Compares a time with a day of the calendar in a zone.
fn of_day(at: i64, day: Date, zone: &TimeZone) -> Option<Ordering> {
    Some(match at {
        _ if at < day_begins(day, zone)? => Ordering::Less,
        _ if at < day_begins(day.tomorrow().ok()?, zone)? => Ordering::Equal,
        _ => Ordering::Greater,
    })
}

/// The day that was some days before the day of `now`, in Unix seconds.
pub(super) fn day_before(now: i64, days: u16, zone: &TimeZone) -> Option<Date> {
    let now = Timestamp::from_second(now).ok()?;
    zone.to_datetime(now).date().checked_sub(i64::from(days).days()).ok()
}

/// The time when a day begins in a zone, in Unix seconds.
pub(super) fn day_begins(day: Date, zone: &TimeZone) -> Option<i64> {
    Some(day.to_zoned(zone.clone()).ok()?.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::fields::{OF_COMPANY, OF_PERSON, choices};
    use crate::filter::{ActiveCompany, EventCount, PersonFacts};
    use crate::location::Location;
    use crate::people::{Person, Role};
    use serde_json::{Map, json};
    use sqlx::types::Json;
    use std::collections::HashMap;
    use std::sync::Arc;

    const OSLO: &str = "CET-1CEST,M3.5.0,M10.5.0/3";

    fn condition(json: &Value) -> Condition {
        let filter = Filter::from_json(&json!({ "version": 2, "all": [json] })).expect("a filter");
        match filter.parts.as_slice() {
            [FilterPart::Condition(condition)] => condition.clone(),
            other => panic!("{other:?}"),
        }
    }

    fn object(value: &Value) -> Json<Map<String, Value>> {
        Json(value.as_object().cloned().expect("an object"))
    }

    fn ids(ids: &[&str]) -> Vec<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    /// Whether the condition is true of a lead with these custom attributes, at a time in Oslo.
    fn is_true(json: &Value, custom: &Value, now: &str) -> bool {
        let events = HashMap::from([(
            "ordered".to_owned(),
            EventCount { count: 2, last_at: seconds("2026-03-28T12:00") },
        )]);
        let company = ActiveCompany {
            person_id: String::new(),
            name: "Sjøhus".to_owned(),
            company_id: "7".to_owned(),
            details: object(&json!({ "plan": "Harbour", "size": "7" })),
            attributes: object(&json!({ "seats": 3 })),
        };
        let leads = json!({ "version": 2, "all": [{ "field": "role", "operator": "is", "value": "lead" }] });
        let users = json!({ "version": 2, "all": [{ "field": "role", "operator": "is", "value": "user" }] });
        let segments = [("leads", leads), ("users", users)]
            .map(|(id, filter)| (id.to_owned(), Filter::from_json(&filter).expect("a filter")));
        let person = Person {
            role: Role::Lead,
            owner: Some(7),
            session_count: 3,
            details: object(&json!({ "phone": "555", "utm_source": null })),
            attributes: object(custom),
            ..Person::unknown(0)
        };
        let facts = PersonFacts {
            company: (custom["company"] != false).then_some(company),
            events,
            tags: ids(&["t1", "t2"]),
            companies: ids(&["c1"]),
            pages: ids(&["https://shop.example/kinds/rope?x=1", "https://shop.example/cart"]),
            segments: Arc::new(HashMap::from(segments)),
            ..PersonFacts::default()
        };
        let zone = TimeZone::posix(OSLO).expect("a zone");
        let subject = Subject { zone, ..facts.subject(&person, seconds(now)) };
        condition(json).verdict(&subject).passed
    }

    /// The Unix seconds of a time by the clock in Oslo.
    fn seconds(local: &str) -> i64 {
        let local: jiff::civil::DateTime = local.parse().expect(local);
        local.to_zoned(TimeZone::posix(OSLO).expect("a zone")).expect("a time").timestamp().as_second()
    }

    #[test]
    fn of_an_unknown_value_every_contrary_is_true_and_nothing_else() {
        for (of, name, wrong) in [
            ("text", "plan", json!(7)),
            ("number", "plan", json!("7")),
            ("date", "trial_at", json!(1.5)),
            ("truth", "plan", json!("true")),
        ] {
            let (text, number, days, date) = (json!("7"), json!(7), json!(0), json!("2026-03-29"));
            let (texts, numbers) = (json!(["7", "8"]), json!([7, 8]));
            let tests: &[(&str, &Value)] = match of {
                "text" => &[
                    ("is", &text),
                    ("is_not", &text),
                    ("in", &texts),
                    ("not_in", &texts),
                    ("does_not_contain", &text),
                    ("contains", &text),
                    ("starts_with", &text),
                    ("ends_with", &text),
                ],
                "number" => &[
                    ("is", &number),
                    ("is_not", &number),
                    ("in", &numbers),
                    ("not_in", &numbers),
                    ("greater", &number),
                    ("at_least", &number),
                    ("less", &number),
                    ("at_most", &number),
                ],
                "date" => &[
                    ("more_than_days_ago", &days),
                    ("less_than_days_ago", &days),
                    ("exactly_days_ago", &days),
                    ("before", &date),
                    ("on", &date),
                    ("after", &date),
                    ("is", &number),
                    ("is_not", &number),
                    ("greater", &number),
                    ("at_least", &number),
                    ("less", &number),
                    ("at_most", &number),
                ],
                _ => {
                    &[("is", &Value::Bool(true)), ("is", &Value::Bool(false)), ("is_not", &Value::Bool(true))]
                }
            };
            for unknown in [json!({}), json!({ name: null }), json!({ name: [7] }), json!({ name: wrong })] {
                for (operator, value) in tests {
                    let test = json!({ "custom": name, "type": of, "operator": operator, "value": value });
                    assert_eq!(
                        is_true(&test, &unknown, "2026-03-29T12:00"),
                        operator.contains("not"),
                        "{test} {unknown}"
                    );
                }
                let test = json!({ "custom": name, "type": of, "operator": "is_unknown" });
                assert!(is_true(&test, &unknown, "2026-03-29T12:00"), "{unknown}");
                let test = json!({ "custom": name, "type": of, "operator": "is_known" });
                assert!(!is_true(&test, &unknown, "2026-03-29T12:00"), "{unknown}");
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
            (json!({ "field": "role", "operator": "is", "value": "lead" }), true),
            (json!({ "field": "role", "operator": "is_not", "value": "lead" }), false),
            (json!({ "field": "role", "operator": "is_not", "value": "user" }), true),
            (json!({ "field": "role", "operator": "in", "value": ["user", "lead"] }), true),
            (json!({ "field": "role", "operator": "not_in", "value": ["user", "visitor"] }), true),
            (json!({ "field": "owner", "operator": "is", "value": 7 }), true),
            (json!({ "field": "owner", "operator": "is_unknown" }), false),
            (json!({ "field": "tag", "operator": "is", "value": "t2" }), true),
            (json!({ "field": "tag", "operator": "is_not", "value": "t2" }), false),
            (json!({ "field": "tag", "operator": "is_not", "value": "t3" }), true),
            (json!({ "field": "tag", "operator": "in", "value": ["t3", "t1"] }), true),
            (json!({ "field": "tag", "operator": "not_in", "value": ["t3", "t1"] }), false),
            (json!({ "field": "tag", "operator": "is_known" }), true),
            (json!({ "field": "company", "operator": "is", "value": "c1" }), true),
            (json!({ "field": "company", "operator": "is_not", "value": "c1" }), false),
            (json!({ "field": "page", "operator": "contains", "value": "/rope" }), true),
            (json!({ "field": "page", "operator": "ends_with", "value": "/cart" }), true),
            (json!({ "field": "page", "operator": "does_not_contain", "value": "/cart" }), false),
            (json!({ "field": "page", "operator": "does_not_contain", "value": "/none" }), true),
            (json!({ "field": "segment", "operator": "is", "value": "leads" }), true),
            (json!({ "field": "segment", "operator": "is_not", "value": "leads" }), false),
            (json!({ "field": "segment", "operator": "in", "value": ["users", "leads"] }), true),
            (json!({ "field": "segment", "operator": "is", "value": "gone" }), false),
            (json!({ "field": "segment", "operator": "is_not", "value": "gone" }), true),
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
        let details = json!({ "phone": "a", "unsubscribed_from_emails": true, "utm_campaign": "a",
            "utm_content": "a", "utm_medium": "a", "utm_source": "a", "utm_term": "a", "plan": "a", "website": "a",
            "industry": "a", "monthly_spend": 1, "size": 1, "created_at": 1 });
        let text = || Some("a".to_owned());
        let person = Person {
            id: "a".to_owned(),
            role: Role::User,
            verified: true,
            name: text(),
            email: text(),
            user_id: text(),
            owner: Some(1),
            language: text(),
            browser: text(),
            browser_version: text(),
            os: text(),
            time_zone: text(),
            location: Some(Json(Location {
                country: text(),
                region: text(),
                city: text(),
                ..Location::default()
            })),
            signed_up_at: Some(1),
            created_at: 1,
            updated_at: 1,
            first_seen_at: Some(1),
            last_seen_at: 1,
            last_contacted_at: Some(1),
            last_heard_from_at: Some(1),
            last_opened_at: Some(1),
            blocked_at: Some(1),
            archived_at: Some(1),
            session_count: 1,
            impressions: 1,
            details: object(&details),
            ..Person::default()
        };
        let company = ActiveCompany {
            company_id: "a".to_owned(),
            name: "a".to_owned(),
            details: object(&details),
            ..ActiveCompany::default()
        };
        let everybody = Filter::everybody();
        let facts = PersonFacts {
            company: Some(company),
            tags: ids(&["a"]),
            companies: ids(&["a"]),
            pages: ids(&["a"]),
            segments: Arc::new(HashMap::from([("a".to_owned(), everybody)])),
            ..PersonFacts::default()
        };
        let subject = facts.subject(&person, 1);
        let fields = OF_PERSON.map(|field| ("field", field)).into_iter();
        for (key, (name, of, _)) in fields.chain(OF_COMPANY.map(|field| ("company", field))) {
            let test = match of {
                Type::Choice => {
                    let role = choices(name).iter().find(|role| **role == "user");
                    json!({ key: name, "operator": "is", "value": role })
                }
                Type::Text | Type::Tag | Type::Segment | Type::Company | Type::Id => {
                    json!({ key: name, "operator": "is", "value": "a" })
                }
                Type::Number | Type::Teammate | Type::Team => {
                    json!({ key: name, "operator": "is", "value": 1 })
                }
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
            for (operator, expected) in [("before", before), ("on", !before && !after), ("after", after)] {
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
            filter.insert("version".into(), json!(2));
            let filter = Filter::from_json(&filter.0.into()).expect("a filter");
            let ada = Person { name: Some("Ada".to_owned()), ..Person::unknown(0) };
            let facts = PersonFacts::default();
            let ada = facts.subject(&ada, 0);
            assert_eq!(filter.fits(&ada), expected, "{filter:?}");
        }
    }
}
