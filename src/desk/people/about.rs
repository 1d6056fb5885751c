//! The list of what is known of a person or a company.

use leptos::prelude::*;

use super::state::Fact;
use crate::desk::times::When;

/// Facts, and then times in Unix seconds.
pub fn about(facts: Vec<Fact>, moments: Vec<(String, i64)>) -> AnyView {
    let fact = |Fact { name, value }| view! { <dt><bdi>{name}</bdi></dt><dd><bdi>{value}</bdi></dd> };
    let moment = |(name, at): (String, i64)| view! { <dt>{name}</dt><dd><When at_ms=at * 1_000/></dd> };
    view! {
        <dl class="about">{facts.into_iter().map(fact).collect_view()}{moments.into_iter().map(moment).collect_view()}</dl>
    }
    .into_any()
}
