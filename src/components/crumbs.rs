//! The links to the pages above a page.

use leptos::prelude::*;

/// Links to the pages above: Home, then each of `parents` (address, words), then the name of this page.
#[component]
pub fn Crumbs(
    #[prop(optional)] parents: &'static [(&'static str, &'static str)],
    #[prop(into)] here: String,
) -> impl IntoView {
    let up = |(href, words): (&'static str, &'static str)| view! { <li><a href=href>{words}</a></li> };
    view! {
        <nav class="crumbs" aria-label="Breadcrumb">
            <ol class="plain">
                {up(("/", "Home"))}
                {parents.iter().copied().map(up).collect_view()}
                <li aria-current="page">{here}</li>
            </ol>
        </nav>
    }
}
