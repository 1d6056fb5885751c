//! A round face with the initials of a name.

use leptos::prelude::*;

/// Draws the initials of a name.
#[component]
pub fn Face(name: String) -> impl IntoView {
    let initials: String = name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect();
    view! { <span class="face" aria-hidden="true">{initials}</span> }
}
