//! `/checkout`: the address of an order, and the form that places it.

mod field;
mod form;
mod typed;

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::PerPerson;
use super::not_loaded::not_loaded;
use crate::accounts::use_account;
use crate::components::{Crumbs, EmptyState, Heading, Icon, ShowLoaded, SkeletonColumns, load};
use crate::shop::order::{Checkout, get_checkout};
use form::Form;
pub use typed::{forget_typed, forget_typed_of_others};

#[component]
pub fn CheckoutPage() -> impl IntoView {
    view! { <PerPerson><CheckOut/></PerPerson> }
}

#[component]
fn CheckOut() -> impl IntoView {
    let checkout = load(|| (), |()| get_checkout());
    view! {
        <div class="wrap page">
            <Crumbs parents=&[("/cart", "Cart")] here="Check out"/>
            <Heading title="Check out"/>
            <ShowLoaded loaded=checkout error=not_loaded("The checkout did not arrive") skeleton=SkeletonColumns let:checkout><CheckoutContent checkout/></ShowLoaded>
        </div>
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Empty,
    SoldOut,
    Ready,
}

#[component]
fn CheckoutContent(checkout: Checkout) -> impl IntoView {
    let checkout = RwSignal::new(checkout);
    let is_visitor = use_account().with_untracked(Option::is_none);
    let kind = Memo::new(move |_| {
        checkout.with(|checkout| match &checkout.cart {
            cart if cart.lines.is_empty() => Kind::Empty,
            cart if !cart.is_available() => Kind::SoldOut,
            _ => Kind::Ready,
        })
    });
    // The form is gone, and the focus with it.
    Effect::new(move |before: Option<Kind>| {
        let now = kind.get();
        if before.is_some_and(|before| before != now)
            && let Ok(Some(heading)) = document().query_selector("h1")
        {
            _ = heading.unchecked_into::<HtmlElement>().focus();
        }
        now
    });
    move || {
        match kind.get() {
        Kind::Empty => view! {
            <EmptyState icon="cart" title="Nothing in the cart to order">
                <p>"An order that has just been placed stands among your orders."</p>
                {is_visitor.then(|| view! { <p>"You are not logged in. An account keeps its own cart: log in to order what is in it."</p> })}
                <p class="actions">
                    <a class="button main" href="/coffees">"Shop the coffees"</a><a class="button" href="/orders">"Your orders"</a>
                    {is_visitor.then(|| view! { <a class="button" href="/login?next=%2Fcheckout">"Log in"</a> })}
                </p>
            </EmptyState>
        }
        .into_any(),
        Kind::SoldOut => view! {
            <p class="notice warn" role="alert">
                <Icon name="alert"/><span>"Something in your cart has sold out. Nothing was ordered. Remove it or take less, then check out."</span>
                <a class="button" href="/cart">"Look at the cart"</a>
            </p>
        }
        .into_any(),
        Kind::Ready => view! { <Form checkout/> }.into_any(),
    }
    }
}
