//! `/cart`: what one is about to buy.

mod line;
mod summary;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::failed::Failed;
use super::refused::Refusal;
use crate::components::{Crumbs, Heading, Icon, Nothing};
use crate::shop::cart::{Cart, RemoveFromCart, SetQuantity, get_cart};
use crate::shop::order::left_out;
use line::Line;
use summary::Summary;
pub use summary::Sums;

#[component]
pub fn CartPage() -> impl IntoView {
    view! {
        <div class="wrap page">
            <Crumbs here="Cart"/>
            <Heading title="Cart"/>
            <Said/>
            {loaded()}
        </div>
    }
}

/// What the form that led here did. In our words, whatever the address says.
#[component]
fn Said() -> impl IntoView {
    let query = use_query_map();
    let says = |name: &str, value: &str| query.read_untracked().get_str(name) == Some(value);
    let said = match () {
        () if says("added", "1") => Some(("notice good", "check", "It is in the cart.")),
        () if says("refused", "1") => {
            Some(("notice bad", "alert", "That was not added: it is sold out, or the cart is full."))
        }
        () => None,
    };
    if let Some(order) = query.read_untracked().get("again") {
        return view! { <div role="status" data-personal><LeftOut order/></div> }.into_any();
    }
    let notice =
        said.map(|(class, icon, words)| view! { <p class=class><Icon name=icon/><span>{words}</span></p> });
    view! { <div role="status">{notice}</div> }.into_any()
}

/// What of an order that was wanted again is not in the cart.
#[component]
fn LeftOut(order: String) -> impl IntoView {
    Suspend::new(async move {
        let names = left_out(order).await.unwrap_or_default();
        let words = match names.is_empty() {
            true => "As much of that order as there is room for is in the cart.".to_owned(),
            false => format!(
                "Not in the cart: {}. It is sold out just now, or the cart is full.",
                names.join(", ")
            ),
        };
        view! { <p class="notice warn"><Icon name="alert"/><span>{words}</span></p> }
    })
}

fn loaded() -> impl IntoView {
    Suspend::new(async {
        match get_cart().await {
            Ok(cart) => view! { <Shown cart/> }.into_any(),
            Err(error) => view! { <Failed title="The cart did not arrive" error/> }.into_any(),
        }
    })
}

#[component]
fn Shown(cart: Cart) -> impl IntoView {
    let inside = match cart.lines.is_empty() {
        true => view! { <Empty/> }.into_any(),
        false => view! {
            <div class="two side">
                <div class="stack">
                    <div id="said" class="said">
                        {Refusal::of_the_shop::<SetQuantity>().elsewhere(&[])}
                        {Refusal::of_the_shop::<RemoveFromCart>().elsewhere(&[])}
                    </div>
                    <ul class="lines">{cart.lines.iter().cloned().map(|line| view! { <Line line/> }).collect_view()}</ul>
                </div>
                <Summary cart/>
            </div>
        }
        .into_any(),
    };
    view! {
        <div tabindex="-1" class="cart" aria-label="What is in the cart" role="group" data-personal data-refuge>{inside}</div>
    }
}

#[component]
fn Empty() -> impl IntoView {
    view! {
        <Nothing icon="cart" title="Nothing in the cart yet">
            <p>"Bags you add wait here: on this device, and on every other one where you are logged in."</p>
            <a class="button main large" href="/coffees">"Shop the coffees"</a>
        </Nothing>
    }
}
