//! The evaluator held against a second one, which reads filters and people as JSON and counts days by the calendar.
//! `PROPTEST_CASES` says how many cases, 2,000 or more: each is ten filters held against five people.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::LazyLock;

use super::fields::{OF_COMPANY, OF_PERSON, Type, type_of};
use super::{EventCount, Filter, Subject, SubjectCompany};

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

/// Makes times around a midnight.
fn time() -> impl Strategy<Value = i64> {
    let second = prop_oneof![3 => Just(0), 2 => -2..3_i64, 1 => 3_598..3_602_i64, 1 => -90_000..90_000_i64];
    (prop::sample::select(&MIDNIGHTS[..]), second).prop_map(|(midnight, second)| midnight + second)
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
        Type::Kind => one_of(&["visitor", "lead", "user"]).boxed(),
        Type::Text => one_of(&TEXTS).boxed(),
        Type::Number => (-1..5_i64).prop_map(Value::from).boxed(),
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
        .map(|&(name, of, _)| {
            let value = prop_oneof![
                12 => of_type(of).prop_map(Some),
                if always.contains(&name) { 0 } else { 1 } => scalar().prop_map(Some),
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
    let always = &["kind", "verified", "session_count", "page_views"];
    (standard(&OF_PERSON, always), attributes(), prop::option::of(company()), events, time(), one_of(&ZONES)).prop_map(
        |(fields, custom, company, events, now, zone)| {
            json!({ "fields": fields, "custom": custom, "company": company, "events": events, "now": now, "zone": zone })
        },
    )
}

fn operator(of: Type) -> BoxedStrategy<Value> {
    let with = |operators: &'static [&'static str], value: BoxedStrategy<Value>| {
        (one_of(operators), value)
            .prop_map(|(operator, value)| json!({ "operator": operator, "value": value }))
    };
    let unknown = one_of(&["is_unknown", "is_known"]).prop_map(|operator| json!({ "operator": operator }));
    let days =
        || prop_oneof![6 => 0..5_u16, 1 => 28..31_u16, 1 => Just(3_650_u16)].prop_map(Value::from).boxed();
    let date = || time().prop_map(|at| local(at, "UTC0").to_string().into()).boxed();
    match of {
        Type::Kind => with(&["is", "is_not"], of_type(of)).boxed(),
        Type::Text => {
            let text = one_of(&TEXTS[1..]).boxed();
            let operators = &["is", "is_not", "contains", "starts_with", "ends_with"];
            prop_oneof![5 => with(operators, text), 1 => unknown].boxed()
        }
        Type::Number => {
            let number = prop::sample::select(&NUMBERS[..]).prop_map(Value::from).boxed();
            prop_oneof![5 => with(&["is", "greater", "less"], number), 1 => unknown].boxed()
        }
        Type::Date => {
            let ago = &["more_than_days_ago", "less_than_days_ago", "exactly_days_ago"];
            prop_oneof![4 => with(ago, days()), 2 => with(&["before", "after"], date()), 1 => unknown].boxed()
        }
        Type::Truth => {
            let unknown = Just(json!({ "operator": "is_unknown" }));
            prop_oneof![4 => with(&["is"], of_type(of)), 1 => unknown].boxed()
        }
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
            for (of, said) in [(Type::Text, "text"), (Type::Number, "number"), (Type::Truth, "truth")] {
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
        filter["version"] = json!(1);
        filter
    })
}

fn local(at: i64, zone: &str) -> Date {
    let zone = TimeZone::posix(zone).expect("a zone");
    zone.to_datetime(Timestamp::from_second(at).expect("a time")).date()
}

/// Whether a group fits a person, by the second evaluator.
fn plainly_fits(group: &Value, person: &Value) -> bool {
    if let Some(all) = group["all"].as_array() {
        all.iter().all(|part| plainly_fits(part, person))
    } else if let Some(any) = group["any"].as_array() {
        any.iter().any(|part| plainly_fits(part, person))
    } else {
        plainly_true(group, person)
    }
}

/// The value that the condition reads of this person, its type, and whether it is of that type.
fn looked_up<'a>(condition: &'a Value, person: &Value) -> (Value, &'a str, bool) {
    let key = |key: &str| condition[key].as_str();
    let (value, of) = if let Some(name) = key("field") {
        (person["fields"][name].clone(), type_of("field", name).as_str())
    } else if let Some(name) = key("company") {
        (person["company"]["fields"][name].clone(), type_of("company", name).as_str())
    } else if let Some(name) = key("custom") {
        (person["custom"][name].clone(), key("type").unwrap())
    } else if let Some(name) = key("company_custom") {
        (person["company"]["custom"][name].clone(), key("type").unwrap())
    } else {
        let event = &person["events"][key("event").unwrap()];
        match key("measure").unwrap() {
            "count" => (json!(event["count"].as_i64().unwrap_or_default()), "number"),
            _ => (event["last"].clone(), "date"),
        }
    };
    let known = match of {
        "kind" | "text" => value.is_string(),
        "number" => value.is_number(),
        "date" => value.is_i64(),
        _ => value.is_boolean(),
    };
    (value, of, known)
}

fn plainly_true(condition: &Value, person: &Value) -> bool {
    let (operator, wanted) = (condition["operator"].as_str().unwrap(), &condition["value"]);
    let (value, of, known) = looked_up(condition, person);
    if !known {
        return operator == "is_unknown" || operator == "is_not";
    }
    match (of, operator) {
        (_, "is_unknown") => false,
        (_, "is_known") => true,
        ("number", "is") => value.as_f64() == wanted.as_f64(),
        ("number", "greater") => value.as_f64() > wanted.as_f64(),
        ("number", "less") => value.as_f64() < wanted.as_f64(),
        ("date", _) => plainly_in_time(value.as_i64().unwrap(), operator, wanted, person),
        (_, "is") => value == *wanted,
        (_, "is_not") => value != *wanted,
        _ => {
            let (text, part) = (value.as_str().unwrap(), wanted.as_str().unwrap());
            let found: Vec<usize> =
                (0..=text.len()).filter(|at| text.as_bytes()[*at..].starts_with(part.as_bytes())).collect();
            match operator {
                "contains" => !found.is_empty(),
                "starts_with" => found.contains(&0),
                "ends_with" => found.iter().any(|at| at + part.len() == text.len()),
                _ => panic!("{operator}"),
            }
        }
    }
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
    let day = local(at, zone);
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
        let (operator, (value, of, known)) =
            (condition["operator"].as_str().unwrap(), looked_up(condition, person));
        // A value that is missing decides by itself.
        if !known && !operator.ends_with("known") {
            return;
        }
        let mut kinds = vec![format!("{of} {operator}")];
        if !operator.ends_with("known") {
            kinds.push(format!("type {of}"));
            kinds.extend(
                of.eq("date").then(|| changes_on(&value, person["zone"].as_str().unwrap())).flatten(),
            );
        }
        let is_true = plainly_true(condition, person);
        for kind in kinds {
            self.0.entry(kind).or_default()[usize::from(is_true)] += 1;
        }
    }

    /// Checks that, of each kind, one of a hundred was true and one false.
    fn check(&self) {
        // Operators of kind, text, number, date and truth; the types; the days.
        assert_eq!(self.0.len(), 2 + 7 + 5 + 7 + 2 + 5 + DAYS.len(), "{:?}", self.0.keys());
        for (kind, [no, yes]) in &self.0 {
            let few = (no + yes) / 100;
            assert!(*no > few && *yes > few, "{kind}: {yes} times true, {no} times false");
        }
    }
}

/// Whether a time fits an operator by the days of the calendar. The evaluator goes by when they begin and end.
fn plainly_in_time(at: i64, operator: &str, wanted: &Value, person: &Value) -> bool {
    let (now, zone) = (person["now"].as_i64().unwrap(), person["zone"].as_str().unwrap());
    // Beyond any calendar.
    if Timestamp::from_second(at).is_err() {
        return operator == "after";
    }
    let days_ago = (local(now, zone) - local(at, zone)).get_days();
    let days = wanted.as_i64().unwrap_or_default();
    let day = || wanted.as_str().unwrap().to_owned();
    match operator {
        "exactly_days_ago" => i64::from(days_ago) == days,
        "more_than_days_ago" => i64::from(days_ago) > days,
        "less_than_days_ago" => i64::from(days_ago) < days && at <= now,
        // In this form, days sort as texts.
        "before" => local(at, zone).to_string() < day(),
        "after" => local(at, zone).to_string() > day(),
        _ => panic!("{operator}"),
    }
}

/// A person as the evaluator reads one.
fn with_subject<T>(person: &Value, ask: impl FnOnce(&Subject<'_>) -> T) -> T {
    let fields = person["fields"].as_object().unwrap();
    let text = |name: &str| fields.get(name).and_then(Value::as_str);
    let whole = |name: &str| fields.get(name).and_then(Value::as_i64);
    let company = person["company"].as_object().map(|company| SubjectCompany {
        name: company["fields"]["name"].as_str().unwrap(),
        company_id: company["fields"]["company_id"].as_str().unwrap(),
        details: company["fields"].as_object().unwrap(),
        attributes: company["custom"].as_object().unwrap(),
    });
    let events = person["events"].as_object().unwrap().iter().map(|(name, event)| {
        let (count, last_at) = (event["count"].as_i64().unwrap(), event["last"].as_i64().unwrap());
        (name.clone(), EventCount { count, last_at })
    });
    ask(&Subject {
        kind: text("kind").unwrap().parse().unwrap(),
        verified: fields["verified"].as_bool().unwrap(),
        name: text("name"),
        email: text("email"),
        user_id: text("user_id"),
        language: text("language"),
        browser: text("browser"),
        time_zone: text("time_zone"),
        signed_up_at: whole("signed_up_at"),
        first_seen_at: whole("first_seen_at"),
        last_seen_at: whole("last_seen_at"),
        sessions: whole("session_count").unwrap(),
        page_views: whole("page_views").unwrap(),
        details: fields,
        custom: person["custom"].as_object().unwrap(),
        company,
        events: &events.collect::<HashMap<_, _>>(),
        now: person["now"].as_i64().unwrap(),
        zone: TimeZone::posix(person["zone"].as_str().unwrap()).unwrap(),
    })
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
                let fits = filters.iter().map(|(_, filter)| (filter.fits(subject), filter.explain(subject)));
                fits.collect::<Vec<_>>()
            });
            for ((json, _), (fits, findings)) in filters.iter().zip(fits) {
                prop_assert_eq!(fits, plainly_fits(json, person), "{} {}", json, person);
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
                "kind",
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
            with_subject(&person, |subject| (filter.fits(subject), filter.explain(subject)));
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
