//! The cart in the header of every page.

use leptos::prelude::*;

use crate::accounts::{session_key, use_account};
use crate::components::HeaderIcon;
use crate::shop::cart::{CartCount, get_cart, in_words};

#[component]
pub fn CartLink() -> impl IntoView {
    let (cart, account) = (CartCount::here(), use_account());
    let count = cart.0;
    Effect::new(move |_| cart.follow_other_tabs());
    // At a log-in the browser's cart goes over to the account's; after a log-out there is none.
    Effect::new(move |was: Option<Option<String>>| {
        let now = session_key(account);
        if was.is_some_and(|was| was != now) {
            leptos::task::spawn_local(async move {
                if let Ok(now) = get_cart().await {
                    cart.set(now.count());
                }
            });
        }
        now
    });
    view! {
        <a class="icon-button" href="/cart" aria-label=move || in_words(count.get())>
            <HeaderIcon name="cart"/>
            <span class="count" aria-hidden="true" hidden=move || count.get() == 0>{count}</span>
        </a>
    }
}
