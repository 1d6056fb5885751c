//! What goes on in the browser while pages come and go.

use hydration_context::HydrateSharedContext;
use leptos::prelude::*;
use leptos_router::components::Router;
use std::sync::Arc;

use crate::accounts::{Consent, use_account, use_consent};
use crate::components::PageChange;
use crate::inspector::Record;
use crate::messenger::{ContactFallback, Messenger, Session, Settling, Stale};
use crate::pages::served;

/// Wakes a page of the shop up: beside it, for its looks came as HTML and stay as they are.
pub fn wake_shop() {
    let Some(place) = document().get_element_by_id("live") else { return };
    // For what the server handed on with the page.
    let owner = Owner::new_root(Some(Arc::new(HydrateSharedContext::new())));
    owner.with(|| leptos::mount::mount_to_renderer(&place, Live)).forget();
    std::mem::forget(owner); // for as long as the page lives
}

#[component]
fn Live() -> impl IntoView {
    super::provide();
    PageChange::provide();
    view! {
        <Router set_is_routing=Settling::provide()>
            <Chat>
                <Record/>
                {served::follow()}
                <ContactFallback/>
            </Chat>
        </Router>
    }
}

/// The Messenger, told who is here and what they allow.
#[component]
fn Chat(children: Children) -> impl IntoView {
    let account = use_account();
    let session = Memo::new(move |_| {
        account.with(|account| match account {
            Some(account) => Session::user(&account.session_key, account.revision),
            None => Session::Visitor,
        })
    });
    let consent = Consent::here();
    let look_again = move |stale| match stale {
        Stale::Consent(given) => consent.answered_elsewhere(given),
        _ => served::ask_again(stale),
    };
    view! {
        <Messenger session consent=use_consent() on_stale=Callback::new(look_again)>{children()}</Messenger>
    }
}
