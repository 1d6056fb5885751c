//! What log-in and sign-up have in common: how they look, and how a person goes through.

use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_query_map;
use leptos_router::location::Url;

use crate::accounts::{safe_next, use_account};
use crate::components::asset;

/// Where to go afterwards, out of the address.
pub fn next() -> String {
    safe_next(&use_query_map().read_untracked().get("next").unwrap_or_default()).to_owned()
}

/// The address of the other of the two pages, which leads to the same place.
pub fn other(path: &'static str, next: &str) -> String {
    format!("{path}?next={}", Url::escape(next))
}

/// Who is here already moves on.
pub fn move_on(next: &str) -> impl IntoView + use<> {
    let next = next.to_owned();
    use_account().read_untracked().is_some().then(|| view! { <Redirect path=next/> })
}

#[component]
pub fn Gate(children: Children) -> impl IntoView {
    view! {
        <div class="gate">
            <div class="form"><div class="stack">{children()}</div></div>
            <div class="view" aria-hidden="true">
                <svg class="harbour" viewBox="0 -80 1440 680" preserveAspectRatio="xMaxYMid slice">
                    <use href=asset("svg/harbour.svg#harbour") y="-80" width="1440" height="680"></use>
                </svg>
            </div>
        </div>
    }
}
