//! The `h1` of a page with its title in the tab, and the live region for screen readers.

use leptos::html::H1;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{PageChange, set_title};

/// The page's `h1` and its title in the tab. Show it when its words are known.
#[component]
pub fn Heading(
    /// The title in the tab. The heading shows it too, unless it has children.
    #[prop(into)]
    title: String,
    #[prop(optional)] class: &'static str,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let heading = NodeRef::<H1>::new();
    set_title(title.clone(), move || heading.get().is_some());
    let at = use_location().pathname;
    let words = children.map_or_else(|| title.clone().into_any(), |children| children());
    let announced = if title.is_empty() { "Home".to_owned() } else { title.clone() };
    let change = use_context::<PageChange>();
    Effect::new(move |_| {
        if let (Some(change), Some(heading)) = (change, heading.get()) {
            change.arrived(at.get_untracked(), &announced, &heading);
        }
    });
    view! {
        <h1 node_ref=heading class=class tabindex="-1">{words}</h1>
    }
}

/// Announces each new page to screen readers. The app holds one.
#[component]
pub fn Announcer() -> impl IntoView {
    view! { <p id="announcer" class="out-of-sight" aria-live="polite"></p> }
}
