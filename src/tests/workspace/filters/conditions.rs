//! Conditions on each field with each of its operators, and filters of several of them.

use leptos_messenger::workspace::filter::fields::{Model, OF_COMPANY, Type, choices};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use super::stored::{COMPANIES, DATES, EVENTS, MET, NAMES, SEGMENTS, TAGS, TEXTS, one, times, whole};

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
        Type::Choice if !choices(name).is_empty() => {
            prop::sample::select(choices(name)).prop_map(Value::from).boxed()
        }
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
            prop::sample::select(vec![SEGMENTS[0].0, SEGMENTS[1].0]).prop_map(Value::from).boxed()
        }
        Type::Company => (0..COMPANIES).prop_map(|number| json!(format!("c{number}"))).boxed(),
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
        _ if operator.ends_with("days_ago") => prop_oneof![8 => 0..4_i64, 1 => 28..31_i64, 1 => 180..200_i64]
            .prop_map(|days| Some(json!(days)))
            .boxed(),
        // Few times are met by chance.
        "is" | "is_not" if of == Type::Date => {
            prop::sample::select(&MET[..]).prop_map(|at| Some(json!(at))).boxed()
        }
        "is" | "is_not" if of == Type::Number => whole(5).prop_map(Some).boxed(),
        _ => value(name, of).prop_map(Some).boxed(),
    }
}

/// Each field of a model, without an operator, with its type.
fn fields(model: Model) -> Vec<(Value, &'static str, Type)> {
    let standard = model.fields().map(|(name, of, _)| (json!({ "field": name }), *name, *of));
    let of_company = OF_COMPANY.iter().filter(|_| model == Model::Person);
    let of_company = of_company.map(|(name, of, _)| (json!({ "company": name }), *name, *of));
    let mut fields: Vec<_> = standard.chain(of_company).collect();
    let keys: &[&str] = if model == Model::Person { &["custom", "company_custom"] } else { &["custom"] };
    for key in keys {
        for name in NAMES {
            for of in [Type::Text, Type::Choice, Type::Number, Type::Truth] {
                fields.push((json!({ *key: name, "type": of }), name, of));
            }
        }
        for name in DATES {
            fields.push((json!({ *key: name, "type": "date" }), name, Type::Date));
        }
    }
    for name in EVENTS.into_iter().chain(["never"]).filter(|_| model == Model::Person) {
        fields.push((json!({ "event": name, "measure": "count" }), name, Type::Number));
        fields.push((json!({ "event": name, "measure": "last" }), name, Type::Date));
    }
    fields
}

/// A field and an operator, of which conditions are made.
pub struct Asked {
    field: Value,
    name: &'static str,
    of: Type,
    operator: &'static str,
}

impl Asked {
    /// The operator and its type.
    pub fn kind(&self) -> String {
        format!("{} {}", self.of.as_str(), self.operator)
    }

    /// A condition with a value at random.
    pub fn condition(&self, runner: &mut TestRunner) -> Value {
        let mut condition = self.field.clone();
        condition["operator"] = json!(self.operator);
        if let Some(value) = one(value_of(self.name, self.of, self.operator), runner) {
            condition["value"] = value;
        }
        condition
    }
}

/// Each operator on so many fields of each of its types, and one operator more on each field.
/// `FILTERS=all` asks each field with each of its operators.
pub fn asked(model: Model, runner: &mut TestRunner) -> Vec<Asked> {
    let fields = fields(model);
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
            // The first fields of a type are in most rows.
            asked.extend(of_type.iter().take(2).map(|at| (*at, operator)));
            asked
                .extend((0..OF_EACH).map(|_| (one(prop::sample::select(of_type.clone()), runner), operator)));
        }
    }
    asked
        .into_iter()
        .map(|(at, operator)| {
            let (field, name, of) = fields[at].clone();
            Asked { field, name, of, operator }
        })
        .collect()
}

/// Filters of several conditions, in groups.
pub fn filters(model: Model, runner: &mut TestRunner, count: usize) -> Vec<Value> {
    let all: Vec<Value> = asked(model, runner).iter().map(|asked| asked.condition(runner)).collect();
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
            filter["of"] = json!(model);
            filter
        })
        .collect()
}
