//! What every page has: its `h1` with its title in the tab, and one who tells screen readers which page has come.

use leptos::prelude::*;
use leptos_meta::Title;

/// The page's `h1` and its title in the tab.
#[component]
pub fn Heading(
    /// In the tab; what it says in the page, unless it has children.
    #[prop(into)]
    title: String,
    #[prop(optional)] class: Option<&'static str>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let words = children.map_or_else(|| title.clone().into_any(), |children| children());
    let said = if title.is_empty() { "Home".to_owned() } else { title.clone() };
    view! {
        <Title text=title/>
        <h1 class=class tabindex="-1" data-said=said>{words}</h1>
    }
}

/// Tells screen readers which page has come. Once in the app.
#[component]
pub fn Announcer() -> impl IntoView {
    view! { <p id="announcer" class="out-of-sight" aria-live="polite"></p> }
}
