//! The cart in the header of every page.

use leptos::prelude::*;

use crate::components::Icon;
use crate::shop::cart::{CartAtLoad, in_words};

/// The browser counts on by itself when something was added: see `served::live`.
#[component]
pub fn CartLink() -> impl IntoView {
    let count = use_context::<CartAtLoad>().unwrap_or_default().0;
    view! {
        <a class="icon-button" href="/cart" aria-label=in_words(count) data-cart-link>
            <Icon name="cart"/>
            <span class="count" aria-hidden="true" hidden=count == 0>{count}</span>
        </a>
    }
}
