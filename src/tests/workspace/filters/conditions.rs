//! Conditions on each field with each of its operators, and filters of several of them.

use leptos_messenger::workspace::filter::fields::{Model, OF_COMPANY, Type, choices};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use super::stored::{COMPANIES, DATES, EVENTS, MET, NAMES, SEGMENTS, TAGS, TEXTS, one, times};

/// Fields of a type that each of its operators is asked of, beside the first ones.
const OF_EACH: usize = 2;

/// Beside the operators that pages offer: those of several values, of exact times, and of domains.
fn operators(of: Type) -> Vec<&'static str> {
    let more: &[&str] = match of {
        Type::Date => &["is", "is_not", "greater", "at_least", "less", "at_most"],
        Type::Truth => &[],
        Type::Text => &["in", "not_in", "does_not_end_with"],
        _ => &["in", "not_in"],
    };
    of.operators().iter().map(|(operator, _)| *operator).chain(more.iter().copied()).collect()
}

fn value(name: &str, of: Type) -> BoxedStrategy<Value> {
    match of {
        Type::Choice if name == "role" => prop::sample::select(choices(name)).prop_map(Value::from).boxed(),
        Type::Choice | Type::Text => prop::sample::select(&TEXTS[1..]).prop_map(Value::from).boxed(),
        Type::Number => prop_oneof![
            4 => (-1..5_i64).prop_map(Value::from),
            1 => Just(json!(0.5)),
            1 => Just(json!(9_007_199_254_740_992_i64)),
        ]
        .boxed(),
        Type::Date => times().prop_map(Value::from).boxed(),
        Type::Truth => any::<bool>().prop_map(Value::from).boxed(),
        Type::Tag => prop::sample::select(&TAGS[..]).prop_map(Value::from).boxed(),
        Type::Segment => {
            prop::sample::select(vec![SEGMENTS[0].0, SEGMENTS[1].0, "gone"]).prop_map(Value::from).boxed()
        }
        Type::Company => (0..COMPANIES + 2).prop_map(|number| json!(format!("c{number}"))).boxed(),
        Type::Id => (0..12_000).prop_map(|number| json!(format!("p{number}"))).boxed(),
        Type::Teammate | Type::Team => (0..5_i64).prop_map(Value::from).boxed(),
    }
}

fn value_of(name: &str, of: Type, operator: &str) -> BoxedStrategy<Option<Value>> {
    match operator {
        "is_known" | "is_unknown" => Just(None).boxed(),
        "in" | "not_in" => {
            let most = if of == Type::Id { 500 } else { 4 };
            let gone = if of == Type::Segment { Some(json!("gone")) } else { None };
            prop::collection::vec(value(name, of), most / 2..most)
                .prop_map(move |list| Some(list.into_iter().chain(gone.clone()).collect()))
                .boxed()
        }
        "before" | "on" | "after" => times()
            .prop_map(|at| {
                let at = jiff::Timestamp::from_second(at).expect("a time").to_zoned(jiff::tz::TimeZone::UTC);
                Some(json!(at.date().to_string()))
            })
            .boxed(),
        _ if operator.ends_with("days_ago") => prop_oneof![4 => 0..5_i64, 1 => 28..31_i64, 1 => 180..200_i64]
            .prop_map(|days| Some(json!(days)))
            .boxed(),
        // Few times are met by chance.
        "is" | "is_not" if of == Type::Date => {
            prop::sample::select(&MET[..]).prop_map(|at| Some(json!(at))).boxed()
        }
        _ => value(name, of).prop_map(Some).boxed(),
    }
}

/// Each field of a person, without an operator, with its type.
fn fields() -> Vec<(Value, &'static str, Type)> {
    let of_person = Model::Person.fields().map(|(name, of, _)| (json!({ "field": name }), *name, *of));
    let of_company = OF_COMPANY.iter().map(|(name, of, _)| (json!({ "company": name }), *name, *of));
    let mut fields: Vec<_> = of_person.chain(of_company).collect();
    for key in ["custom", "company_custom"] {
        for name in NAMES {
            for of in [Type::Text, Type::Choice, Type::Number, Type::Truth] {
                fields.push((json!({ key: name, "type": of }), name, of));
            }
        }
        for name in DATES {
            fields.push((json!({ key: name, "type": "date" }), name, Type::Date));
        }
    }
    for name in EVENTS.into_iter().chain(["never"]) {
        fields.push((json!({ "event": name, "measure": "count" }), name, Type::Number));
        fields.push((json!({ "event": name, "measure": "last" }), name, Type::Date));
    }
    fields
}

/// Conditions of each operator and type on so many fields, and one more on each field; each with its kind.
/// `FILTERS=all` makes one on each field with each of its operators.
pub fn conditions(runner: &mut TestRunner) -> Vec<(String, Value)> {
    let fields = fields();
    let mut asked: Vec<(usize, &'static str)> = Vec::new();
    for (at, (_, _, of)) in fields.iter().enumerate() {
        let operators = operators(*of);
        if std::env::var("FILTERS").is_ok_and(|filters| filters == "all") {
            asked.extend(operators.into_iter().map(|operator| (at, operator)));
        } else {
            asked.push((at, one(prop::sample::select(operators), runner)));
        }
    }
    for of in Type::ALL {
        let of_type: Vec<usize> = (0..fields.len()).filter(|at| fields[*at].2 == of).collect();
        for operator in operators(of).into_iter().filter(|_| !of_type.is_empty()) {
            // The first field of a type is in each row, more or less.
            asked.extend(of_type.iter().take(2).map(|at| (*at, operator)));
            asked
                .extend((0..OF_EACH).map(|_| (one(prop::sample::select(of_type.clone()), runner), operator)));
        }
    }
    let condition = |(at, operator): (usize, &'static str)| {
        let (field, name, of) = &fields[at];
        let mut condition = field.clone();
        condition["operator"] = json!(operator);
        if let Some(value) = one(value_of(name, *of, operator), runner) {
            condition["value"] = value;
        }
        (format!("{} {operator}", of.as_str()), condition)
    };
    asked.into_iter().map(condition).collect()
}

/// Filters of several conditions, in groups.
pub fn filters(runner: &mut TestRunner, count: usize) -> Vec<Value> {
    let all: Vec<Value> = conditions(runner).into_iter().map(|(_, condition)| condition).collect();
    let group = |part: BoxedStrategy<Value>| {
        let all = prop::collection::vec(part.clone(), 0..4).prop_map(|parts| json!({ "all": parts }));
        let any = prop::collection::vec(part, 1..5).prop_map(|parts| json!({ "any": parts }));
        prop_oneof![all, any].boxed()
    };
    let condition = prop::sample::select(all).boxed();
    let filter = group(prop_oneof![2 => condition.clone(), 1 => group(condition)].boxed());
    (0..count)
        .map(|_| {
            let mut filter = one(&filter, runner);
            filter["version"] = json!(2);
            filter
        })
        .collect()
}
