//! A filter that no groups can say.

use leptos::prelude::*;

/// The conditions in sentences, to be read alone. Each has the count of the groups around it.
#[component]
pub fn KeptConditions(sentences: Vec<(usize, String)>) -> impl IntoView {
    view! {
        <p class="hint">"The editor cannot draw these conditions. They are kept as they are."</p>
        <Sentences sentences/>
    }
}

/// What a filter asks, in sentences. Each has the count of the groups around it.
#[component]
pub fn Sentences(sentences: Vec<(usize, String)>) -> impl IntoView {
    // The policy of the site takes no style of its own on an element.
    let row = |(depth, sentence): (usize, String)| view! { <li class=format!("depth-{depth}")><bdi>{sentence}</bdi></li> };
    view! { <ul class="plain">{sentences.into_iter().map(row).collect_view()}</ul> }
}
