//! The orders of lists that are measured.

use leptos_messenger::workspace::filter::fields::{Model, Type};
use leptos_messenger::workspace::filter::sql::{Sort, SortBy};
use leptos_messenger::workspace::filter::{Field, FieldSource};

pub struct Order {
    pub name: &'static str,
    pub sort: Sort,
    /// Whether an index has the value: only then is a target set.
    pub is_indexed: bool,
}

pub fn all() -> impl Iterator<Item = Order> {
    let field = |name: &str| SortBy::Field(Field::of_model(Model::Person, name).expect("a field"));
    let custom = |name: &str, of: Type| {
        SortBy::Field(Field::custom(FieldSource::Custom, name, of).expect("an attribute"))
    };
    [
        ("name", SortBy::Name, false, true),
        ("e-mail", field("email"), false, true),
        ("sign-up, the latest first", field("signed_up_at"), true, true),
        ("first visit", field("first_seen_at"), false, true),
        ("cart, the largest first", custom("cart_value_cents", Type::Number), true, true),
        ("end of the trial", custom("trial_at", Type::Date), false, true),
        ("visits, the most first", field("session_count"), true, false),
        ("system", field("os"), false, false),
        ("phone", field("phone"), false, false),
        ("city", custom("city", Type::Text), false, false),
        ("owner", field("owner"), false, false),
    ]
    .into_iter()
    .map(|(name, by, is_descending, is_indexed)| Order {
        name,
        sort: Sort { by, is_descending },
        is_indexed,
    })
}
