//! Searches held against the filters that one would write by hand.

mod contacts;
mod conversations;
mod refused;

use jiff::tz::TimeZone;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value, json};

use super::condition::OPERATORS;
use super::fields::{OF_CONTACTS, OF_CONVERSATIONS};
use super::{BadSearch, MOST_IN_GROUP, Searched};
use crate::attributes::AttributeType;
use crate::filter::fields::Type;
use crate::filter::{Field, Filter};

/// Thursday, 2027-01-14, 23:30 in UTC. In Oslo it is Friday.
const LATE: i64 = 1_799_969_400;
/// When that Thursday begins and ends in UTC, and the Friday in Oslo.
const THURSDAY: (i64, i64) = (1_799_884_800, 1_799_971_200);
const FRIDAY: (i64, i64) = (1_799_967_600, 1_800_054_000);

fn by_day() -> Searched {
    Searched::ContactsByDay(TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").expect("a zone"))
}

fn attribute(name: &str) -> Option<AttributeType> {
    Some(match name {
        "plan" | "email_domain" => AttributeType::String,
        "taste" => AttributeType::List,
        "seats" => AttributeType::Number,
        "vip" => AttributeType::Boolean,
        // A program may make a date of any name.
        "trial_at" | "renewal" => AttributeType::Date,
        _ => return None,
    })
}

fn read(searched: &Searched, query: &Value) -> Result<Filter, BadSearch> {
    Filter::from_search(searched, query, attribute)
}

fn single(field: &str, operator: &str, value: &Value) -> Value {
    json!({ "field": field, "operator": operator, "value": value })
}

fn refused(searched: &Searched, query: &Value) -> BadSearch {
    read(searched, query).expect_err(&query.to_string())
}

/// Checks that each condition is this part of a filter.
fn check(searched: &Searched, examples: &[(&str, &str, Value, Value)]) {
    for (field, operator, value, part) in examples {
        let query = single(field, operator, value);
        let filter = json!({ "version": 2, "of": searched.model(), "all": [part] });
        let by_hand = Filter::from_json(&filter).unwrap_or_else(|bad| panic!("{bad}: {filter}"));
        assert_eq!(read(searched, &query), Ok(by_hand), "{query}");
    }
}

#[test]
fn groups_become_groups() {
    let email = single("email", "!=", &Value::Null);
    let lead = single("role", "=", &json!("lead"));
    let domains = single("email_domain", "IN", &json!(["b.no", "d.no"]));
    let (known, is_lead) = (
        json!({ "field": "email", "operator": "is_known" }),
        json!({ "field": "role", "operator": "is", "value": "lead" }),
    );
    let ends =
        ["@b.no", "@d.no"].map(|end| json!({ "field": "email", "operator": "ends_with", "value": end }));
    let [first, second] = &ends;
    let group = |operator: &str, members: &[&Value]| json!({ "operator": operator, "value": members });
    for (query, filter) in [
        (group("AND", &[&email]), json!({ "all": [known] })),
        (group("OR", &[&email, &lead]), json!({ "any": [known, is_lead] })),
        (
            group("AND", &[&email, &group("OR", &[&lead, &email])]),
            json!({ "all": [known, { "any": [is_lead, known] }] }),
        ),
        (group("OR", &[&email, &domains]), json!({ "any": [known, { "any": ends }] })),
        // The condition's own group stands in the inner one, or in its place.
        (
            group("AND", &[&group("OR", &[&email, &domains])]),
            json!({ "all": [{ "any": [known, first, second] }] }),
        ),
        (group("OR", &[&group("AND", &[&domains])]), json!({ "any": [{ "any": ends }] })),
    ] {
        let mut filter = filter;
        filter["version"] = json!(2);
        assert_eq!(read(&by_day(), &query), Ok(Filter::from_json(&filter).expect("a filter")), "{query}");
    }
}

#[test]
fn each_name_of_a_search_is_a_field_that_we_have() {
    for (searched, names) in
        [(by_day(), OF_CONTACTS.as_slice()), (Searched::Conversations, &OF_CONVERSATIONS)]
    {
        for (name, own) in names {
            let of = Field::standard(own).expect(own).of();
            let value = match of {
                Type::Choice => {
                    if *name == "open" {
                        json!(true)
                    } else {
                        json!(super::super::fields::choices(own)[0])
                    }
                }
                Type::Truth => json!(true),
                Type::Number | Type::Date | Type::Teammate | Type::Team => json!(LATE),
                Type::Text | Type::Tag | Type::Segment | Type::Company | Type::Id => json!("a"),
            };
            for operator in if of == Type::Date { &["=", "<", ">"][..] } else { &["=", "!="] } {
                let filter = read(&searched, &single(name, operator, &value)).expect(name);
                assert_eq!(
                    (filter.of(), filter.fields().next().map(Field::name)),
                    (searched.model(), Some(*own))
                );
            }
            let doubles = names.iter().filter(|(other, _)| other == name).count();
            assert_eq!(doubles, 1, "{name}");
        }
    }
}

#[test]
fn no_json_makes_reading_a_search_panic_and_what_it_is_stays_a_filter() {
    let names = OF_CONTACTS.iter().chain(&OF_CONVERSATIONS).map(|(name, _)| (*name).to_owned());
    let custom = ["plan", "taste", "seats", "vip", "trial_at", "renewal", "nope", "\0"];
    let names: Vec<String> = names.chain(custom.map(|name| format!("custom_attributes.{name}"))).collect();
    let name = prop_oneof![9 => prop::sample::select(names), 1 => any::<String>()];
    let operators = OPERATORS.map(|(operator, _)| operator);
    let operator = prop_oneof![
        8 => prop::sample::select(vec!["=", "!="]).prop_map(str::to_owned),
        8 => prop::sample::select(operators.to_vec()).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    let texts = ["a", "", "0", "7", "-1.5e9", "1799969400", "user", "open", "priority", "\0", "@", "9e999"];
    let leaf = prop_oneof![
        6 => prop::sample::select(texts.to_vec()).prop_map(Value::from),
        1 => any::<String>().prop_map(Value::from),
        2 => (-1..9_i64).prop_map(Value::from),
        2 => any::<i64>().prop_map(Value::from),
        1 => any::<u64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
        3 => any::<bool>().prop_map(Value::from),
        2 => Just(Value::Null),
    ];
    let value = prop_oneof![
        2 => Just(Value::Null),
        3 => leaf.clone(),
        1 => prop::collection::vec(leaf.clone(), 0..4).prop_map(Value::from),
    ];
    let condition =
        (name, operator, value).prop_map(|(name, operator, value)| single(&name, &operator, &value));
    let key = prop::sample::select(vec!["field", "operator", "value", "AND"]);
    let wild = (prop::collection::vec((key, leaf), 0..4)).prop_map(|fields| {
        fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<Map<_, _>>()
    });
    let member = prop_oneof![12 => condition, 1 => wild.prop_map(Value::Object)];
    let query = member.prop_recursive(4, 20, 4, |inner| {
        let operator = prop::sample::select(vec!["AND", "OR"]);
        (operator, prop::collection::vec(inner, 0..3))
            .prop_map(|(operator, members)| json!({ "operator": operator, "value": members }))
    });
    let searched = prop::sample::select(vec![by_day(), Searched::Contacts, Searched::Conversations]);
    let config = Config { cases: 10_000, failure_persistence: None, ..Config::default() };
    let (read_well, asked) = (std::cell::Cell::new(0_u32), (searched, query));
    let outcome = TestRunner::new(config).run(&asked, |(searched, query)| {
        match read(&searched, &query) {
            Ok(filter) => {
                read_well.set(read_well.get() + 1);
                prop_assert_eq!(Filter::from_json(&filter.to_json()), Ok(filter));
            }
            Err(bad) => prop_assert!(bad.to_string().len() < 4_000),
        }
        Ok(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
    assert!(read_well.get() > 500, "{}", read_well.get());
}
