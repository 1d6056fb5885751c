//! Pages for people who are logged in.

use leptos::prelude::*;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_url;
use leptos_router::location::Url;

use crate::accounts::use_account;

/// Shows its children to a person who is logged in; sends anyone else to log in first and then come back.
///
/// When the session ends while the page is open, what is personal goes at once and a notice takes its place: see
/// `served::place`.
#[component]
pub fn RequireLogIn(children: Children) -> impl IntoView {
    match use_account().read_untracked().is_some() {
        true => view! { <div data-personal data-for-one>{children()}</div> }.into_any(),
        false => view! { <Redirect path=log_in_path()/> }.into_any(),
    }
}

/// The log-in page that leads back here.
fn log_in_path() -> String {
    let here = use_url().with_untracked(|url| match url.search() {
        "" => url.path().to_owned(),
        query => format!("{}?{query}", url.path()),
    });
    format!("/login?next={}", Url::escape(&here))
}
