//! `/checkout`: where it goes, and that it is wanted.

mod field;
mod form;

use leptos::prelude::*;

use super::RequireLogIn;
use super::failed::Failed;
use crate::components::{Crumbs, Heading, Icon, Nothing};
use crate::shop::order::{Checkout, get_checkout};
use form::Form;

#[component]
pub fn CheckoutPage() -> impl IntoView {
    view! { <RequireLogIn>{loaded()}</RequireLogIn> }
}

fn loaded() -> impl IntoView {
    view! {
        <div class="wrap page">
            <Crumbs parents=&[("/cart", "Cart")] here="Check out"/>
            <Heading title="Check out"/>
            {Suspend::new(async {
                match get_checkout().await {
                    Ok(checkout) => view! { <Shown checkout/> }.into_any(),
                    Err(error) => view! { <Failed title="The checkout did not arrive" error/> }.into_any(),
                }
            })}
        </div>
    }
}

#[component]
fn Shown(checkout: Checkout) -> impl IntoView {
    if checkout.cart.lines.is_empty() {
        return view! {
            <Nothing icon="cart" title="Nothing in the cart to order">
                <p>"An order that has just been placed stands among your orders."</p>
                <p class="actions"><a class="button main" href="/coffees">"Shop the coffees"</a><a class="button" href="/orders">"Your orders"</a></p>
            </Nothing>
        }
        .into_any();
    }
    if !checkout.cart.is_available() {
        return view! {
            <p class="notice warn" role="alert">
                <Icon name="alert"/><span>"Something in your cart has sold out. Nothing was ordered. Remove it or take less, then check out."</span>
                <a class="button" href="/cart">"Look at the cart"</a>
            </p>
        }
        .into_any();
    }
    view! { <Form checkout/> }.into_any()
}
