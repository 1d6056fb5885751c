//! People with all that filters read of them, in their tables.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

use super::Bench;
use crate::database::execute;

/// The workspace's zone.
pub const ZONE: &str = "Pacific/Auckland";
/// Zones that people state: with no change of clocks, with changes at 2 and 3, at midnight, in the south, an odd offset, and none.
const ZONES: [&str; 7] = [
    "UTC",
    "Europe/Oslo",
    "America/New_York",
    "America/Santiago",
    "Pacific/Auckland",
    "Asia/Kathmandu",
    "Atlan'tis",
];
/// Days on which clocks change somewhere.
const DAYS: [&str; 4] = ["2026-03-08", "2026-03-29", "2026-04-05", "2026-10-04"];
/// Times that many people share.
pub const MET: [i64; 3] = [1_774_742_400, 1_775_347_200, 1_780_000_000];
pub const TEXTS: [&str; 9] = ["", "a", "A", "ab", "aba", "é", "e\u{301}", "%_*", "a'b\"c\\d"];
/// Names of attributes, some of which a JSON path takes for something else.
pub const NAMES: [&str; 6] = ["plan", "seats", "a\"b", "$.plan", "[0]", "it's\\"];
pub const DATES: [&str; 2] = ["trial_at", "a\"b_at"];
pub const EVENTS: [&str; 2] = ["ordered", "it's"];
pub const TAGS: [&str; 3] = ["t1", "t2", "t'3"];
pub const COMPANIES: usize = 20;
/// Segments, by id.
pub const SEGMENTS: [(&str, &str); 2] = [
    (
        "s1",
        r#"{"version":2,"any":[{"field":"role","operator":"is","value":"lead"},{"field":"last_seen_at","operator":"less_than_days_ago","value":2}]}"#,
    ),
    (
        "s2",
        r#"{"version":1,"any":[{"field":"kind","operator":"is","value":"user"},{"company":"plan","operator":"is_known"}]}"#,
    ),
];
/// People of one statement.
const TOGETHER: usize = 500;

/// One of what a strategy makes.
pub fn one<T: std::fmt::Debug>(strategy: impl Strategy<Value = T>, runner: &mut TestRunner) -> T {
    strategy.new_tree(runner).expect("a value").current()
}

/// A midnight of a day on which clocks change, in some zone.
fn midnight() -> impl Strategy<Value = i64> {
    (prop::sample::select(&DAYS[..]), -3..2_i64, prop::sample::select(&ZONES[..6])).prop_map(
        |(day, days, zone)| {
            let day: Date = day.parse().expect("a day");
            let day = day.checked_add(jiff::Span::new().days(days)).expect("a day");
            day.to_zoned(TimeZone::get(zone).expect("a zone")).expect("a time").timestamp().as_second()
        },
    )
}

pub fn times() -> BoxedStrategy<i64> {
    let second = prop_oneof![3 => Just(0), 2 => -2..3_i64, 1 => -200_000..200_000_i64];
    let near = (midnight(), second).prop_map(|(midnight, second)| midnight + second);
    prop_oneof![4 => near, 1 => prop::sample::select(&MET[..])].boxed()
}

pub fn time(runner: &mut TestRunner) -> i64 {
    one(times(), runner)
}

/// A time from which days are counted: near the times of many people.
pub fn now(runner: &mut TestRunner) -> i64 {
    one((midnight(), 0..90_000_i64).prop_map(|(midnight, second)| midnight + second), runner)
}

/// A value of an attribute: often of another type than a filter asks for.
pub fn scalar() -> BoxedStrategy<Value> {
    let numbers = [-1.0, 0.0, -0.0, 0.5, 2.0, 3.0, 9_007_199_254_740_993.0, 1e300, 5e-324];
    prop_oneof![
        5 => prop::sample::select(&TEXTS[..]).prop_map(Value::from),
        3 => prop::sample::select(numbers.to_vec()).prop_map(Value::from),
        3 => prop::sample::select(vec![-1_i64, 0, 1, 2, 3, 9_007_199_254_740_993, i64::MAX, i64::MIN]).prop_map(Value::from),
        1 => Just(json!(u64::MAX)),
        3 => any::<bool>().prop_map(Value::from),
        1 => Just(json!(null)),
        1 => Just(json!(["a"])),
        1 => Just(json!({ "plan": "a" })),
    ]
    .boxed()
}

pub fn attributes() -> BoxedStrategy<Value> {
    let plain = prop::collection::vec((prop::sample::select(&NAMES[..]), scalar()), 0..6);
    let date = prop_oneof![4 => times().prop_map(Value::from), 1 => scalar()];
    let dates = prop::collection::vec((prop::sample::select(&DATES[..]), date), 0..3);
    (plain, dates)
        .prop_map(|(plain, dates)| {
            plain.into_iter().chain(dates).map(|(name, value)| (name.to_owned(), value)).collect()
        })
        .boxed()
}

pub fn details(
    names: &'static [&'static str],
    fitting: BoxedStrategy<Value>,
) -> BoxedStrategy<Map<String, Value>> {
    let value = prop_oneof![6 => fitting, 1 => scalar()];
    let details = prop::collection::vec((prop::sample::select(names), value), 0..8);
    details
        .prop_map(|details| details.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
        .boxed()
}

pub fn text() -> BoxedStrategy<Value> {
    prop_oneof![4 => prop::sample::select(&TEXTS[..]).prop_map(Value::from), 1 => Just(Value::Null)].boxed()
}

pub fn maybe_time() -> BoxedStrategy<Value> {
    prop_oneof![4 => times().prop_map(Value::from), 1 => Just(Value::Null)].boxed()
}

pub fn whole(most: i64) -> BoxedStrategy<Value> {
    (0..most).prop_map(Value::from).boxed()
}

/// A value as a literal of SQL.
pub fn literal(value: &Value) -> String {
    match value {
        Value::String(text) => format!("'{}'", text.replace('\'', "''")),
        Value::Object(_) => format!("'{}'", value.to_string().replace('\'', "''")),
        other => other.to_string(),
    }
}

/// Columns of a person that are stored as they are.
fn columns() -> Vec<(&'static str, BoxedStrategy<Value>)> {
    let roles = prop::sample::select(&["visitor", "lead", "user"][..]).prop_map(Value::from).boxed();
    let zone =
        prop_oneof![6 => prop::sample::select(&ZONES[..]).prop_map(Value::from), 1 => Just(Value::Null)];
    let location = details(&["country", "region", "city"], text()).prop_map(|mut location| {
        // A row's location has these fields, each a text or null.
        location.retain(|_, value| value.is_string());
        for name in ["country", "country_code", "continent_code", "region", "city"] {
            location.entry(name).or_insert(Value::Null);
        }
        Value::Object(location)
    });
    vec![
        ("role", roles),
        ("verified", any::<bool>().prop_map(Value::from).boxed()),
        ("name", text()),
        ("email", text()),
        ("owner", prop_oneof![whole(4), Just(Value::Null)].boxed()),
        ("browser", text()),
        ("browser_version", text()),
        ("os", text()),
        ("language", text()),
        ("time_zone", zone.boxed()),
        ("location", prop_oneof![3 => location, 1 => Just(Value::Null)].boxed()),
        ("signed_up_at", maybe_time()),
        ("created_at", times().prop_map(Value::from).boxed()),
        ("updated_at", times().prop_map(Value::from).boxed()),
        ("first_seen_at", maybe_time()),
        ("last_seen_at", times().prop_map(Value::from).boxed()),
        ("last_contacted_at", maybe_time()),
        ("last_heard_from_at", maybe_time()),
        ("last_opened_at", maybe_time()),
        ("blocked_at", maybe_time()),
        ("archived_at", maybe_time()),
        ("session_count", whole(5)),
        ("impressions", whole(5)),
        ("details", details(
            &["phone", "language_override", "utm_campaign", "utm_content", "utm_medium", "utm_source", "utm_term", "unsubscribed_from_emails"],
            prop_oneof![2 => prop::sample::select(&TEXTS[..]).prop_map(Value::from), 1 => any::<bool>().prop_map(Value::from)].boxed(),
        ).prop_map(Value::Object).boxed()),
        ("attributes", attributes()),
    ]
}

/// Stores so many people, and what belongs to them.
pub async fn store(bench: &Bench, runner: &mut TestRunner, people: usize) {
    let db = bench.workspace.db();
    let app_id = bench.workspace.app_id();
    let run = async |statement: String| _ = execute(db, &statement).await;
    run(format!(
        "insert into messenger_settings (app_id, sound, time_zone) values ('{app_id}', false, '{ZONE}')"
    ))
    .await;
    for (id, filter) in SEGMENTS {
        run(format!(
            "insert into segments (id, app_id, name, name_folded, conditions, created_at, updated_at)
             values ('{id}', '{app_id}', '{id}', '{id}', '{filter}', 1, 1)"
        ))
        .await;
    }
    for tag in TAGS.map(Value::from) {
        let tag = literal(&tag);
        run(format!(
            "insert into tags (id, app_id, name, name_folded, created_at, made_by) values ({tag}, '{app_id}', {tag}, {tag}, 1, 'import')"
        ))
        .await;
    }
    let company_details = details(
        &["plan", "website", "industry", "monthly_spend", "size", "created_at"],
        prop_oneof![
            prop::sample::select(&TEXTS[..]).prop_map(Value::from),
            whole(5),
            times().prop_map(Value::from)
        ]
        .boxed(),
    );
    for number in 0..COMPANIES {
        let (name, details, attributes) =
            one((prop::sample::select(&TEXTS[..]), company_details.clone(), attributes()), runner);
        run(format!(
            "insert into companies (id, app_id, company_id, name, details, attributes, created_at, updated_at)
             values ('c{number}', '{app_id}', '{number}', {}, {}, {}, 1, 1)",
            literal(&name.into()),
            literal(&details.into()),
            literal(&attributes)
        ))
        .await;
    }
    let columns = columns();
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    for some in (0..people).collect::<Vec<_>>().chunks(TOGETHER) {
        let (mut rows, mut members, mut tagged, mut events, mut pages) =
            (String::new(), String::new(), String::new(), String::new(), String::new());
        for number in some {
            let id = format!("p{number}");
            let values: Vec<String> =
                columns.iter().map(|(_, strategy)| literal(&one(strategy, runner))).collect();
            _ = write!(rows, ", ('{id}', '{app_id}', 'u{number}', {})", values.join(", "));
            let mut companies: Vec<usize> = one(prop::collection::vec(0..COMPANIES, 0..3), runner);
            companies.sort_unstable();
            companies.dedup();
            let active = one(0..4_usize, runner);
            for (nth, company) in companies.iter().enumerate() {
                _ = write!(members, ", ('c{company}', '{id}', {}, 1)", nth == active);
            }
            for tag in one(prop::sample::subsequence(&TAGS[..], 0..3), runner) {
                _ = write!(tagged, ", ({}, '{id}', 1, 'import')", literal(&tag.into()));
            }
            for event in one(prop::sample::subsequence(&EVENTS[..], 0..3), runner) {
                for nth in 0..one(1..4_i64, runner) {
                    let (at, event) = (time(runner) + nth, literal(&event.into()));
                    _ = write!(
                        events,
                        ", ('{id}{nth}{}', '{app_id}', '{id}', {event}, '{{}}', {at})",
                        event.len()
                    );
                }
            }
            for (nth, page) in
                one(prop::collection::vec(prop::sample::select(&TEXTS[..]), 0..3), runner).iter().enumerate()
            {
                _ = write!(
                    pages,
                    ", ('{id}-{nth}', '{app_id}', '{id}', {}, '', '', 1)",
                    literal(&(*page).into())
                );
            }
        }
        for (table, rows) in [
            (format!("people (id, app_id, user_id, {})", names.join(", ")), rows),
            ("company_members (company, person_id, active, last_seen_at)".to_owned(), members),
            ("person_tags (tag, subject, applied_at, applied_by)".to_owned(), tagged),
            ("data_events (id, app_id, person_id, name, metadata, created_at)".to_owned(), events),
            ("impressions (id, app_id, person_id, url, title, referrer, created_at)".to_owned(), pages),
        ] {
            if let Some(rows) = rows.strip_prefix(", ") {
                let repeated = if table.starts_with("data_events") { " on conflict do nothing" } else { "" };
                run(format!("insert into {table} values {rows}{repeated}")).await;
            }
        }
    }
}
