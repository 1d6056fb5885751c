//! The notice in place of an empty list.

use leptos::prelude::*;

use super::Icon;

/// Where a list or a page would be: says why there is none; the children say, or do, what helps.
#[component]
pub fn EmptyState(icon: &'static str, title: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="nothing">
            <Icon name=icon/>
            <h2>{title}</h2>
            {children()}
        </section>
    }
}
