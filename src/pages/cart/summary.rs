//! The sums of the cart, and the way to the checkout.

use leptos::prelude::*;

use crate::components::Icon;
use crate::shop::cart::Cart;

#[component]
pub fn Summary(cart: Cart) -> impl IntoView {
    let until_free = match cart.totals.until_free_delivery() {
        Some(missing) => format!("Another {missing} and the post is on us."),
        None => "The post is on us.".to_owned(),
    };
    view! {
        <aside class="sheet" aria-labelledby="sum">
            <h2 class="h2" id="sum">"Summary"</h2>
            <Sums cart=&cart/>
            <p class="out-of-sight" role="status">{format!("{} to pay", cart.totals.total)}</p>
            {if cart.is_available() {
                view! { <a class="button main large" href="/checkout">"Check out"</a> }.into_any()
            } else {
                view! {
                    <p class="notice warn"><Icon name="alert"/><span>"Something in your cart has sold out. Remove it or take less, then check out."</span></p>
                    <button class="button large" type="button" disabled>"Check out"</button>
                }
                .into_any()
            }}
            <p class="notice good"><Icon name="boat"/><span>{until_free}</span></p>
            <p class="hint">"Prices include tax."</p>
        </aside>
    }
}

/// The sums of the cart: things, delivery and total.
#[component]
pub fn Sums<'a>(cart: &'a Cart) -> impl IntoView + use<> {
    let things = match cart.count() {
        1 => "1 item".to_owned(),
        count => format!("{count} items"),
    };
    let totals = cart.totals;
    view! {
        <dl class="sum">
            <dt><bdi>{things}</bdi></dt><dd>{totals.goods.to_string()}</dd>
            <dt>"Post"</dt><dd>{totals.delivery.to_string()}</dd>
            <dt class="total">"To pay"</dt><dd class="total">{totals.total.to_string()}</dd>
        </dl>
    }
}
