//! The notice in place of an empty list.

use leptos::prelude::*;

use super::Icon;

/// Stands in place of a list or a page, and says why there is none. The children say or do something that helps.
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
