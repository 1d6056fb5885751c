//! The evaluator held against a second one.
//! `PROPTEST_CASES` says how many cases, 2,000 or more: each is ten filters held against five people.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};
use sqlx::types::Json;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use super::fields::{OF_COMPANY, OF_PERSON, Type, choices};
use super::{ActiveCompany, EventCount, Filter, Names, PersonFacts, SegmentFilters, Subject, plain};
use crate::location::Location;
use crate::people::Person;

const FEWEST: u32 = 2_000;
/// Zones with no change, changes at 2 and 3, at midnight, in the south, and an odd offset.
const ZONES: [&str; 6] = [
    "UTC0",
    "CET-1CEST,M3.5.0,M10.5.0/3",
    "EST5EDT,M3.2.0,M11.1.0",
    "<-04>4<-03>,M10.1.0/0,M3.4.0/0",
    "NZST-12NZDT,M9.5.0,M4.1.0/3",
    "<+0545>-5:45",
];
/// Days of 2026 on which clocks change.
const DAYS: [&str; 4] = ["2026-03-08", "2026-03-29", "2026-04-05", "2026-10-04"];
const TEXTS: [&str; 8] = ["", "a", "A", "ab", "aba", "é", "e\u{301}", "%_*"];
const NUMBERS: [f64; 7] = [-1.0, 0.0, 0.5, 2.0, 3.0, 9_007_199_254_740_992.0, -0.0];
const NAMES: [&str; 3] = ["plan", "seats", "vip"];
const DATES: [&str; 2] = ["trial_at", "paid_at"];
const EVENTS: [&str; 2] = ["ordered", "plan"];
/// Fields that have several values of a person, or are asked in their own way.
const SETS: [&str; 4] = ["tag", "company", "page", "segment"];

/// Segments by their ids.
fn segments() -> Value {
    json!({
        "a": { "version": 2, "all": [{ "field": "role", "operator": "is", "value": "lead" }] },
        "ab": { "version": 2, "any": [
            { "field": "name", "operator": "contains", "value": "a" },
            { "field": "tag", "operator": "is", "value": "A" } ] },
    })
}

fn one_of(choices: &'static [&'static str]) -> impl Strategy<Value = Value> {
    prop::sample::select(choices).prop_map(Value::from)
}

/// The midnights around those days in each zone, in Unix seconds.
static MIDNIGHTS: LazyLock<Vec<i64>> = LazyLock::new(|| {
    let day = |day: &str, days: i64| day.parse::<Date>().unwrap().checked_add(days.days()).unwrap();
    let midnight =
        |day: Date, zone: &str| day.to_zoned(TimeZone::posix(zone).unwrap()).unwrap().timestamp().as_second();
    let days: Vec<Date> = DAYS.iter().flat_map(|near| (-3..2).map(move |days| day(near, days))).collect();
    days.iter().flat_map(|day| ZONES.iter().map(move |zone| midnight(*day, zone))).collect()
});

/// Some midnights, few enough to be met by chance.
fn met_time() -> impl Strategy<Value = i64> {
    prop::sample::select(&MIDNIGHTS[..4])
}

/// Makes times around a midnight.
fn time() -> impl Strategy<Value = i64> {
    let second = prop_oneof![3 => Just(0), 2 => -2..3_i64, 1 => 3_598..3_602_i64, 1 => -90_000..90_000_i64];
    let near =
        (prop::sample::select(&MIDNIGHTS[..]), second).prop_map(|(midnight, second)| midnight + second);
    prop_oneof![5 => near, 1 => met_time()]
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => one_of(&TEXTS),
        4 => prop::sample::select(&NUMBERS[..]).prop_map(Value::from),
        2 => prop::sample::select(&[-1_i64, 0, 2, 3, i64::MAX][..]).prop_map(Value::from),
        2 => any::<bool>().prop_map(Value::from),
        1 => Just(json!(null)),
        1 => Just(json!(["a"])),
    ]
}

/// Custom attributes, or what else is in such a map.
fn attributes() -> impl Strategy<Value = Value> {
    let plain = (prop::sample::select(&NAMES[..]), scalar());
    let date =
        (prop::sample::select(&DATES[..]), prop_oneof![4 => time().prop_map(Value::from), 1 => scalar()]);
    let both = (prop::collection::vec(plain, 0..4), prop::collection::vec(date, 0..3));
    both.prop_map(|(plain, dates)| {
        plain.into_iter().chain(dates).map(|(name, value)| (name.to_owned(), value)).collect()
    })
}

fn of_type(of: Type) -> BoxedStrategy<Value> {
    match of {
        Type::Choice => one_of(choices("role")).boxed(),
        Type::Text | Type::Tag | Type::Segment | Type::Company | Type::Id => one_of(&TEXTS).boxed(),
        Type::Number | Type::Teammate | Type::Team => (-1..5_i64).prop_map(Value::from).boxed(),
        Type::Date => time().prop_map(Value::from).boxed(),
        Type::Truth => any::<bool>().prop_map(Value::from).boxed(),
    }
}

/// These fields, mostly of their types. One that is not always there may be missing.
fn standard(
    fields: &'static [(&'static str, Type, &'static str)],
    always: &'static [&'static str],
) -> BoxedStrategy<Value> {
    let fields: Vec<_> = fields
        .iter()
        .filter(|(name, ..)| !SETS.contains(name))
        .map(|&(name, of, _)| {
            // A column has one type alone.
            let is_column =
                !matches!(name, "phone" | "unsubscribed_from_emails") && !name.starts_with("utm_");
            let is_column = is_column && fields.len() == OF_PERSON.len();
            let value = prop_oneof![
                12 => of_type(of).prop_map(Some),
                if is_column || always.contains(&name) { 0 } else { 1 } => scalar().prop_map(Some),
                if always.contains(&name) { 0 } else { 4 } => Just(None),
            ];
            value.prop_map(move |value| Some((name.to_owned(), value?)))
        })
        .collect();
    fields.prop_map(|fields| fields.into_iter().flatten().collect::<Map<_, _>>().into()).boxed()
}

fn company() -> impl Strategy<Value = Value> {
    (standard(&OF_COMPANY, &["name", "company_id"]), attributes())
        .prop_map(|(fields, custom)| json!({ "fields": fields, "custom": custom }))
}

/// A person as JSON: fields, custom, company, events, now and zone.
fn person() -> impl Strategy<Value = Value> {
    let event = (0..4_i64, time()).prop_map(|(count, last)| json!({ "count": count, "last": last }));
    let events =
        prop::collection::hash_map(prop::sample::select(&EVENTS[..]).prop_map(str::to_owned), event, 0..3);
    let always = &["id", "role", "verified", "session_count", "page_views", "created_at", "updated_at"];
    let several = || prop::collection::vec(one_of(&TEXTS), 0..3).prop_map(Value::from);
    let sets = (several(), several(), several())
        .prop_map(|(tag, company, page)| json!({ "tag": tag, "company": company, "page": page }));
    let facts = (prop::option::of(company()), events, sets);
    (standard(&OF_PERSON, always), attributes(), facts, time(), one_of(&ZONES)).prop_map(
        |(mut fields, custom, (company, events, sets), now, zone)| {
            // A person was seen first and last, or never.
            if let Some(fields) = fields.as_object_mut()
                && !(fields.contains_key("first_seen_at") && fields.contains_key("last_seen_at"))
            {
                fields.retain(|name, _| !name.ends_with("seen_at"));
            }
            json!({ "fields": fields, "custom": custom, "company": company, "events": events, "sets": sets,
                    "segments": segments(), "now": now, "zone": zone })
        },
    )
}

fn operator(of: Type) -> BoxedStrategy<Value> {
    let with = |operators: &'static [&'static str], value: BoxedStrategy<Value>| {
        (one_of(operators), value)
            .prop_map(|(operator, value)| json!({ "operator": operator, "value": value }))
    };
    let unknown =
        one_of(&["is_unknown", "is_known"]).prop_map(|operator| json!({ "operator": operator })).boxed();
    let days =
        || prop_oneof![6 => 0..5_u16, 1 => 28..31_u16, 1 => Just(3_650_u16)].prop_map(Value::from).boxed();
    let date = || time().prop_map(|at| plain::local(at, "UTC0").to_string().into()).boxed();
    let several = |of: Type, value: BoxedStrategy<Value>| {
        let list = prop::collection::vec(value.clone(), 1..4).prop_map(Value::from).boxed();
        let one =
            prop_oneof![2 => with(&["is", "is_not"], value), 1 => with(&["in", "not_in"], list)].boxed();
        match of {
            Type::Segment | Type::Id => one,
            _ => prop_oneof![5 => one, 1 => unknown.clone()].boxed(),
        }
    };
    let text = || one_of(&TEXTS[1..]).boxed();
    let number = || prop::sample::select(&NUMBERS[..]).prop_map(Value::from).boxed();
    let compared = &["greater", "at_least", "less", "at_most"];
    match of {
        Type::Choice => several(of, of_type(of)),
        Type::Tag | Type::Segment | Type::Company | Type::Id => several(of, text()),
        Type::Teammate | Type::Team => several(of, of_type(of)),
        Type::Text => {
            let operators =
                &["contains", "does_not_contain", "starts_with", "ends_with", "does_not_end_with"];
            prop_oneof![2 => several(of, text()), 4 => with(operators, text())].boxed()
        }
        Type::Number => prop_oneof![2 => several(of, number()), 3 => with(compared, number())].boxed(),
        Type::Date => {
            let ago = &["more_than_days_ago", "less_than_days_ago", "exactly_days_ago"];
            prop_oneof![
                8 => with(ago, days()),
                6 => with(&["before", "on", "after"], date()),
                2 => with(&["is", "is_not"], met_time().prop_map(Value::from).boxed()),
                3 => with(compared, of_type(of)),
                2 => unknown,
            ]
            .boxed()
        }
        Type::Truth => prop_oneof![4 => with(&["is", "is_not"], of_type(of)), 1 => unknown].boxed(),
    }
}

fn conditions() -> BoxedStrategy<Value> {
    let with = |of: Type, field: Value| {
        operator(of).prop_map(move |operator| {
            let both = field.as_object().into_iter().chain(operator.as_object()).flatten();
            both.map(|(key, value)| (key.clone(), value.clone())).collect::<Map<_, _>>().into()
        })
    };
    let mut conditions: Vec<(u32, BoxedStrategy<Value>)> = Vec::new();
    for (name, of, _) in OF_PERSON {
        conditions.push((1, with(of, json!({ "field": name })).boxed()));
    }
    for (name, of, _) in OF_COMPANY {
        conditions.push((1, with(of, json!({ "company": name })).boxed()));
    }
    for key in ["custom", "company_custom"] {
        for name in NAMES {
            for of in [Type::Text, Type::Choice, Type::Number, Type::Truth] {
                let said = of.as_str();
                conditions.push((1, with(of, json!({ key: name, "type": said })).boxed()));
            }
        }
        for name in DATES {
            conditions.push((2, with(Type::Date, json!({ key: name, "type": "date" })).boxed()));
        }
    }
    for name in ["ordered", "plan", "never"] {
        conditions.push((1, with(Type::Number, json!({ "event": name, "measure": "count" })).boxed()));
        conditions.push((2, with(Type::Date, json!({ "event": name, "measure": "last" })).boxed()));
    }
    prop::strategy::Union::new_weighted(conditions).boxed()
}

fn filter() -> impl Strategy<Value = Value> {
    let condition = conditions();
    let group = |part: BoxedStrategy<Value>| {
        let all = prop::collection::vec(part.clone(), 0..3).prop_map(|parts| json!({ "all": parts }));
        let any = prop::collection::vec(part, 1..4).prop_map(|parts| json!({ "any": parts }));
        prop_oneof![all, any]
    };
    let part = prop_oneof![3 => condition.clone(), 1 => group(condition)];
    group(part.boxed()).prop_map(|mut filter| {
        filter["version"] = json!(2);
        filter
    })
}

/// The conditions of a filter.
fn leaves(group: &Value) -> Vec<&Value> {
    match group["all"].as_array().or(group["any"].as_array()) {
        Some(parts) => parts.iter().flat_map(leaves).collect(),
        None => vec![group],
    }
}

/// The day of a time, if clocks change on it in this zone.
fn changes_on(at: &Value, zone: &str) -> Option<String> {
    let at = at.as_i64().filter(|at| Timestamp::from_second(*at).is_ok())?;
    let day = plain::local(at, zone);
    let zone = TimeZone::posix(zone).unwrap();
    let begins = |day: Date| day.to_zoned(zone.clone()).unwrap().timestamp().as_second();
    let is_listed = DAYS.contains(&&*day.to_string());
    (is_listed && begins(day.tomorrow().unwrap()) - begins(day) != 86_400).then(|| format!("day {day}"))
}

/// The counts of false and true conditions of each kind.
/// The kinds go by operator, by type, and by the day of a change of clocks.
#[derive(Default)]
struct Tally(HashMap<String, [u32; 2]>);

impl Tally {
    fn count(&mut self, condition: &Value, person: &Value) {
        let (operator, (values, of)) =
            (condition["operator"].as_str().unwrap(), plain::looked_up(condition, person));
        // A value that is missing decides by itself.
        if values.is_empty() && !operator.ends_with("known") && of != "segment" {
            return;
        }
        let mut kinds = vec![format!("{of} {operator}")];
        if !operator.ends_with("known") {
            kinds.push(format!("type {of}"));
            kinds.extend(
                of.eq("date").then(|| changes_on(&values[0], person["zone"].as_str().unwrap())).flatten(),
            );
        }
        let is_true = plain::is_true(condition, person);
        for kind in kinds {
            self.0.entry(kind).or_default()[usize::from(is_true)] += 1;
        }
    }

    /// Checks that, of each kind, one of a hundred was true and one false.
    fn check(&self) {
        // A team answers for conversations alone. An id is of one person among all.
        let asked = Type::ALL.into_iter().filter(|of| !matches!(of, Type::Team | Type::Id));
        let operators = |of: Type| of.operators().len() + of.more_operators().len();
        let count: usize = asked.clone().map(operators).sum::<usize>() + asked.count() + DAYS.len();
        assert_eq!(
            self.0.keys().filter(|kind| !kind.contains("id ") && *kind != "type id").count(),
            count,
            "{:?}",
            self.0.keys()
        );
        for (kind, [no, yes]) in &self.0 {
            let few = (no + yes) / 100;
            assert!(*no > few && *yes > few, "{kind}: {yes} times true, {no} times false");
        }
    }
}

/// A person as the evaluator reads one.
fn with_subject<T>(person: &Value, ask: impl FnOnce(&Subject<'_>) -> T) -> T {
    let fields = person["fields"].as_object().unwrap();
    let text = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
    let whole = |name: &str| fields.get(name).and_then(Value::as_i64);
    let object = |value: &Value| Json(value.as_object().unwrap().clone());
    let several = |name: &str| {
        let values = person["sets"][name].as_array().unwrap();
        values.iter().map(|value| value.as_str().unwrap().to_owned()).collect()
    };
    let company = person["company"].as_object().map(|company| ActiveCompany {
        name: company["fields"]["name"].as_str().unwrap().to_owned(),
        company_id: company["fields"]["company_id"].as_str().unwrap().to_owned(),
        details: object(&company["fields"]),
        attributes: object(&company["custom"]),
        ..ActiveCompany::default()
    });
    let events = person["events"].as_object().unwrap().iter().map(|(name, event)| {
        let (count, last_at) = (event["count"].as_i64().unwrap(), event["last"].as_i64().unwrap());
        (name.clone(), EventCount { count, last_at })
    });
    let segments = segments();
    let segments = segments.as_object().unwrap().iter();
    let segments: SegmentFilters =
        segments.map(|(id, filter)| (id.clone(), Filter::from_json(filter).unwrap())).collect();
    let facts = PersonFacts {
        company,
        events: events.collect(),
        tags: several("tag"),
        companies: several("company"),
        pages: several("page"),
        segments: Arc::new(segments),
        ..PersonFacts::default()
    };
    let location = Location {
        country: text("country"),
        region: text("region"),
        city: text("city"),
        ..Location::default()
    };
    let last_seen_at = whole("last_seen_at");
    let of = Person {
        id: text("id").unwrap(),
        role: text("role").unwrap().parse().unwrap(),
        verified: fields["verified"].as_bool().unwrap(),
        name: text("name"),
        email: text("email"),
        user_id: text("user_id"),
        owner: whole("owner"),
        language: text("language"),
        browser: text("browser"),
        browser_version: text("browser_version"),
        os: text("os"),
        time_zone: text("time_zone"),
        location: Some(Json(location)),
        signed_up_at: whole("signed_up_at"),
        created_at: whole("created_at").unwrap(),
        updated_at: whole("updated_at").unwrap(),
        first_seen_at: last_seen_at.and(whole("first_seen_at")),
        last_seen_at: last_seen_at.unwrap_or_default(),
        last_contacted_at: whole("last_contacted_at"),
        last_heard_from_at: whole("last_heard_from_at"),
        last_opened_at: whole("last_opened_at"),
        blocked_at: whole("blocked_at"),
        archived_at: whole("archived_at"),
        session_count: whole("session_count").unwrap(),
        impressions: whole("page_views").unwrap(),
        details: object(&person["fields"]),
        attributes: object(&person["custom"]),
        ..Person::default()
    };
    let zone = TimeZone::posix(person["zone"].as_str().unwrap()).unwrap();
    ask(&Subject { zone, ..facts.subject(&of, person["now"].as_i64().unwrap()) })
}

fn runner(times: u32) -> TestRunner {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(FEWEST);
    TestRunner::new(Config {
        cases: cases.max(FEWEST).saturating_mul(times),
        failure_persistence: None,
        ..Config::default()
    })
}

#[test]
fn two_evaluators_agree_on_every_person_and_filter() {
    let (pairs, fitting) = (Cell::new(0_u32), Cell::new(0_u32));
    let tally = RefCell::new(Tally::default());
    let cases = (prop::collection::vec(filter(), 10), prop::collection::vec(person(), 5));
    let outcome = runner(1).run(&cases, |(filters, people)| {
        let filters = filters.iter().map(|json| {
            let filter =
                Filter::from_json(json).map_err(|bad| TestCaseError::fail(format!("{bad}: {json}")))?;
            prop_assert_eq!(Filter::from_json(&filter.to_json()), Ok(filter.clone()));
            Ok((json, filter))
        });
        let filters = filters.collect::<Result<Vec<_>, _>>()?;
        for person in &people {
            let fits = with_subject(person, |subject| {
                let fits = filters
                    .iter()
                    .map(|(_, filter)| (filter.fits(subject), filter.explain(subject, &Names::default())));
                fits.collect::<Vec<_>>()
            });
            for ((json, _), (fits, findings)) in filters.iter().zip(fits) {
                prop_assert_eq!(fits, plain::fits(json, person), "{} {}", json, person);
                prop_assert_eq!(
                    findings.first().map(|whole| whole.passed),
                    Some(fits),
                    "{} {}",
                    json,
                    person
                );
                for condition in leaves(json) {
                    tally.borrow_mut().count(condition, person);
                }
                pairs.set(pairs.get() + 1);
                fitting.set(fitting.get() + u32::from(fits));
            }
        }
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
    tally.borrow().check();
    let (pairs, fitting) = (pairs.get(), fitting.get());
    assert!(pairs >= 100_000 && (pairs / 5..pairs * 4 / 5).contains(&fitting), "{fitting} of {pairs} fit");
}

/// Any JSON of words that filters are made of.
fn hostile() -> impl Strategy<Value = Value> {
    let words: Vec<String> =
        ["version", "all", "any", "field", "custom", "company", "company_custom", "event", "type"]
            .into_iter()
            .chain([
                "measure",
                "operator",
                "value",
                "role",
                "name",
                "created_at",
                "text",
                "date",
                "is",
                "is_not",
                "count",
            ])
            .chain(["is_unknown", "before", "less_than_days_ago", "2026-03-29", "9999-99-99", "", "\0", "é"])
            .map(str::to_owned)
            .collect();
    let word = prop_oneof![9 => prop::sample::select(words), 1 => any::<String>()];
    let leaf = prop_oneof![
        4 => word.clone().prop_map(Value::from),
        2 => Just(json!(1)),
        1 => any::<f64>().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(json!(null)),
    ];
    leaf.prop_recursive(6, 40, 6, move |inner| {
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            2 => prop::collection::vec((word.clone(), inner), 0..6)
                .prop_map(|fields| fields.into_iter().collect::<Map<_, _>>().into()),
        ]
    })
}

#[test]
fn no_json_makes_reading_a_filter_panic() {
    let near =
        (filter(), hostile(), any::<prop::sample::Index>()).prop_map(|(mut filter, hostile, place)| {
            spoil(&mut filter, hostile, place.index(64));
            filter
        });
    let outcome = runner(5).run(&(prop_oneof![hostile(), near], person()), |(json, person)| {
        if let Ok(filter) = Filter::from_json(&json) {
            prop_assert_eq!(Filter::from_json(&filter.to_json()), Ok(filter.clone()));
            with_subject(&person, |subject| {
                (filter.fits(subject), filter.explain(subject, &Names::default()))
            });
        }
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

/// Puts the hostile value in some place.
fn spoil(value: &mut Value, hostile: Value, place: usize) {
    let inner: Vec<&mut Value> = match value {
        Value::Array(list) => list.iter_mut().collect(),
        Value::Object(fields) => fields.values_mut().collect(),
        _ => Vec::new(),
    };
    let count = inner.len();
    match inner.into_iter().nth(place.checked_rem(count).unwrap_or_default()) {
        Some(inner) if place > 0 => spoil(inner, hostile, place / 2),
        _ => *value = hostile,
    }
}
