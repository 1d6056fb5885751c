//! The conditions whose lists and counts are measured.

use leptos_messenger::workspace::filter::Filter;
use serde_json::json;

use crate::population::{company, tag};

pub struct Conditions {
    pub name: &'static str,
    pub filter: Filter,
    /// Milliseconds that a count may take: fewer where an index finds what is counted.
    pub count_ms: f64,
}

const WITH_INDEX: f64 = 1_000.0;
const WITHOUT: f64 = 2_000.0;

pub fn all() -> impl Iterator<Item = Conditions> {
    let text =
        |name: &str, value: &str| json!({ "custom": name, "type": "text", "operator": "is", "value": value });
    let cart = |above: u64| json!({ "custom": "cart_value_cents", "type": "number", "operator": "greater", "value": above });
    let is = |field: &str, value: &str| json!({ "field": field, "operator": "is", "value": value });
    let of_company = |plan: &str| json!({ "company": "plan", "operator": "is", "value": plan });
    let week = json!({ "field": "last_seen_at", "operator": "less_than_days_ago", "value": 7 });
    let ordered = json!({ "event": "ordered", "measure": "count", "operator": "greater", "value": 2 });
    let name = json!({ "field": "name", "operator": "contains", "value": "Zacharias" });
    [
        ("none", json!([]), WITHOUT),
        ("role", json!([is("role", "user")]), WITH_INDEX),
        ("role, seen in 7 days", json!([is("role", "user"), week]), WITH_INDEX),
        ("tag of 30 %", json!([is("tag", &tag(1))]), WITH_INDEX),
        ("tag of 1 %", json!([is("tag", &tag(2))]), WITH_INDEX),
        ("tag of 50 people", json!([is("tag", &tag(3))]), WITH_INDEX),
        ("company's plan, 10 %", json!([of_company("Harbour")]), WITH_INDEX),
        ("company's plan, 0.1 %", json!([of_company("Lighthouse")]), WITH_INDEX),
        ("company", json!([is("company", &company(1))]), WITH_INDEX),
        ("plan, 30 %", json!([text("plan", "home")]), WITHOUT),
        ("plan, 0.1 %", json!([text("plan", "lighthouse")]), WITHOUT),
        ("one of 20,000 cities", json!([text("city", "City 4711")]), WITHOUT),
        ("cart above 50,000", json!([cart(50_000)]), WITHOUT),
        ("cart above 99,990", json!([cart(99_990)]), WITHOUT),
        ("event more than twice", json!([ordered]), WITH_INDEX),
        ("name contains, 50 people", json!([name]), WITHOUT),
    ]
    .into_iter()
    .map(|(name, conditions, count_ms)| {
        let filter = json!({ "version": 2, "all": conditions });
        Conditions { name, filter: Filter::from_json(&filter).expect("a filter"), count_ms }
    })
}
