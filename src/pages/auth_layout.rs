//! The layout that log-in and sign-up share, and the navigation after them.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Redirect;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::location::Url;

use super::is_in_frame;
use crate::accounts::{SignedIn, safe_next, use_account};
use crate::components::{FormAction, Icon, ServerAction, asset, on_success};
use crate::shop::cart::CartCount;

/// The path in the address that a person goes to after the log-in.
pub fn next() -> Memo<String> {
    let query = use_query_map();
    Memo::new(move |_| query.with(|query| safe_next(&query.get("next").unwrap_or_default()).to_owned()))
}

/// The address of the other of the two pages, which leads to the same place.
pub fn link_to(path: &'static str, next: &str) -> String {
    format!("{path}?next={}", Url::escape(next))
}

/// Sends a person who is logged in already on to `next`.
#[component]
pub fn RedirectIfLoggedIn(next: Memo<String>) -> impl IntoView {
    let options = NavigateOptions { replace: true, ..Default::default() };
    use_account().read_untracked().is_some().then(|| view! { <Redirect path=next.get_untracked() options/> })
}

/// Lets a person in whom this action has logged in: the signal first, the page second, because the next page must find
/// the right person.
pub fn log_in_on_success<S: FormAction<Output = SignedIn>>(action: ServerAction<S>, next: Memo<String>) {
    let (account, navigate) = (use_account(), use_navigate());
    on_success(action, move |signed_in| {
        account.set(Some(signed_in));
        let next = next.get();
        match is_in_frame(next.split(['?', '#']).next().unwrap_or_default()) {
            true => navigate(&next, NavigateOptions { replace: true, ..Default::default() }),
            false => _ = location().replace(&next),
        }
    });
}

/// Says that the cart waits, where the check-out comes next.
#[component]
pub fn CartWaits(next: Memo<String>) -> impl IntoView {
    let CartCount(count) = CartCount::here();
    move || {
        (next.get() == "/checkout" && count.get() > 0).then(|| view! {
            <p class="notice"><Icon name="cart"/><span>"Your cart waits. You go on to the check-out from here."</span></p>
        })
    }
}

#[component]
pub fn AuthLayout(children: Children) -> impl IntoView {
    view! {
        <div class="gate">
            <div class="form"><div class="stack">{children()}</div></div>
            <div class="view" aria-hidden="true">
                <svg class="harbour" viewBox="0 -80 1440 680" preserveAspectRatio="xMidYMid slice">
                    <use href=asset("svg/harbour.svg#harbour") y="-80" width="1440" height="680"></use>
                </svg>
            </div>
        </div>
    }
}
