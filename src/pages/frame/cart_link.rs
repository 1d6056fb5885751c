//! The cart in the header of every page.

use leptos::prelude::*;

use crate::accounts::{session_key, use_account};
use crate::components::Icon;
use crate::shop::cart::{CartCount, get_cart, in_words};

#[component]
pub fn CartLink() -> impl IntoView {
    let (CartCount(count), account) = (CartCount::here(), use_account());
    // At a log-in the browser's cart goes over to the account's; after a log-out there is none.
    Effect::new(move |was: Option<Option<String>>| {
        let now = session_key(account);
        if was.is_some_and(|was| was != now) {
            leptos::task::spawn_local(async move {
                if let Ok(cart) = get_cart().await {
                    count.set(cart.count());
                }
            });
        }
        now
    });
    view! {
        <a class="icon-button" href="/cart" aria-label=move || in_words(count.get())>
            <Icon name="cart"/>
            <span class="count" aria-hidden="true" hidden=move || count.get() == 0>{count}</span>
        </a>
    }
}
