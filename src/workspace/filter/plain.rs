//! A second evaluator for tests, which reads filters and things as JSON and counts days by the calendar. A thing has
//! `of` (person where there is none), `fields`, `custom`, `company`, `events`, `sets` of fields with several values,
//! `segments`, `now` and `zone`.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::{Model, Type};

/// The type of a standard field.
fn standard(thing: &Value, name: &str) -> &'static str {
    let model = thing["of"].as_str().map_or(Model::Person, |of| of.parse().unwrap());
    model.fields().find(|(field, ..)| *field == name).map_or(Type::Text, |(_, of, _)| *of).as_str()
}

/// The day of a time in a zone, which is named as in IANA's database or as POSIX does.
pub fn local(at: i64, zone: &str) -> Date {
    let zone = TimeZone::get(zone).or_else(|_| TimeZone::posix(zone)).expect("a zone");
    zone.to_datetime(Timestamp::from_second(at).expect("a time")).date()
}

/// Whether a group fits something.
pub fn fits(group: &Value, thing: &Value) -> bool {
    if let Some(all) = group["all"].as_array() {
        all.iter().all(|part| fits(part, thing))
    } else if let Some(any) = group["any"].as_array() {
        any.iter().any(|part| fits(part, thing))
    } else {
        is_true(group, thing)
    }
}

/// The values that the condition reads of this thing, all of its type, and that type.
pub fn looked_up<'a>(condition: &'a Value, thing: &Value) -> (Vec<Value>, &'a str) {
    let key = |key: &str| condition[key].as_str();
    let (values, of) = if let Some(name) = key("field") {
        let one = || vec![thing["fields"][name].clone()];
        let values = thing["sets"][name].as_array().cloned().unwrap_or_else(one);
        (values, standard(thing, name))
    } else if let Some(name) = key("company") {
        (vec![thing["company"]["fields"][name].clone()], standard(&json!({ "of": "company" }), name))
    } else if let Some(name) = key("custom") {
        (vec![thing["custom"][name].clone()], key("type").unwrap())
    } else if let Some(name) = key("company_custom") {
        (vec![thing["company"]["custom"][name].clone()], key("type").unwrap())
    } else {
        let event = &thing["events"][key("event").unwrap()];
        match key("measure").unwrap() {
            "count" => (vec![json!(event["count"].as_i64().unwrap_or_default())], "number"),
            _ => (vec![event["last"].clone()], "date"),
        }
    };
    let is_typed = |value: &Value| match of {
        "number" | "teammate" | "team" => value.is_number(),
        "date" => value.is_i64(),
        "truth" => value.is_boolean(),
        _ => value.is_string(),
    };
    (values.into_iter().filter(is_typed).collect(), of)
}

/// Whether a condition is true of something.
pub fn is_true(condition: &Value, thing: &Value) -> bool {
    let operator = condition["operator"].as_str().unwrap();
    let plain = match operator {
        "is_not" => "is",
        "not_in" => "in",
        "does_not_contain" => "contains",
        "does_not_end_with" => "ends_with",
        "is_unknown" => "is_known",
        other => other,
    };
    let is_so = if condition["field"] == "segment" {
        let ids = condition["value"].as_array().cloned().unwrap_or_else(|| vec![condition["value"].clone()]);
        ids.iter().any(|id| {
            let segment = &thing["segments"][id.as_str().unwrap()];
            segment.is_object() && fits(segment, thing)
        })
    } else {
        let (values, of) = looked_up(condition, thing);
        values.iter().any(|value| holds(of, plain, value, &condition["value"], thing))
    };
    is_so == (plain == operator)
}

/// Whether a check that is no contrary holds of one value of its type.
fn holds(of: &str, operator: &str, value: &Value, wanted: &Value, thing: &Value) -> bool {
    let same = |one: &Value| match of {
        "number" | "teammate" | "team" => value.as_f64() == one.as_f64(),
        _ => value == one,
    };
    match (of, operator) {
        (_, "is_known") => true,
        (_, "is") => same(wanted),
        (_, "in") => wanted.as_array().unwrap().iter().any(same),
        ("number", "greater") => value.as_f64() > wanted.as_f64(),
        ("number", "at_least") => value.as_f64() >= wanted.as_f64(),
        ("number", "less") => value.as_f64() < wanted.as_f64(),
        ("number", "at_most") => value.as_f64() <= wanted.as_f64(),
        ("date", "greater") => value.as_i64() > wanted.as_i64(),
        ("date", "at_least") => value.as_i64() >= wanted.as_i64(),
        ("date", "less") => value.as_i64() < wanted.as_i64(),
        ("date", "at_most") => value.as_i64() <= wanted.as_i64(),
        ("date", _) => is_in_time(value.as_i64().unwrap(), operator, wanted, thing),
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

/// Whether a time fits an operator by the days of the calendar. The evaluator goes by when they begin and end.
fn is_in_time(at: i64, operator: &str, wanted: &Value, thing: &Value) -> bool {
    let (now, zone) = (thing["now"].as_i64().unwrap(), thing["zone"].as_str().unwrap());
    // Beyond any calendar.
    if Timestamp::from_second(at).is_err() {
        return match operator {
            "after" => at > 0,
            "before" | "more_than_days_ago" => at < 0,
            _ => false,
        };
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
        "on" => local(at, zone).to_string() == day(),
        "after" => local(at, zone).to_string() > day(),
        _ => panic!("{operator}"),
    }
}
