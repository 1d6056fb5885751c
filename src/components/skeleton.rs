//! Stands where data is awaited, with the size that the data will have.

use leptos::prelude::*;

/// A block as large as a text with these words.
#[component]
pub fn Skeleton(words: &'static str) -> impl IntoView {
    view! { <span class="skeleton" aria-hidden="true">{words}</span> }
}

/// Two blocks in place of a main column and a side.
#[component]
pub fn SkeletonColumns() -> impl IntoView {
    view! {
        <div class="two side" aria-hidden="true"><div class="skeleton">"."</div><div class="skeleton">"."</div></div>
    }
}
