//! A button that puts a line back into the cart.

use leptos::prelude::*;

use crate::components::ServerAction;
use crate::shop::Item;
use crate::shop::cart::AddToCart;

/// The button that puts an item back into the cart. A plan takes its place back from the plan that replaced it.
#[component]
pub fn UndoButton(
    /// The item's key.
    item: String,
    quantity: i64,
    put_back: ServerAction<AddToCart>,
) -> impl IntoView {
    let undo = move |_| {
        if let Some(input) = input(&item, quantity) {
            put_back.dispatch(input);
        }
    };
    view! { <button type="button" class="button bare" on:click=undo>"Undo"</button> }
}

fn input(item: &str, quantity: i64) -> Option<AddToCart> {
    let quantity = Some(quantity);
    let none = String::new;
    Some(match item.parse().ok()? {
        Item::Coffee { slug, size, grind, often } => AddToCart {
            coffee: slug,
            plan: none(),
            size: size.key().to_owned(),
            grind: grind.key().to_owned(),
            often: often.key().to_owned(),
            quantity,
        },
        Item::Plan { plan, grind } => AddToCart {
            coffee: none(),
            plan: plan.key().to_owned(),
            size: none(),
            grind: grind.key().to_owned(),
            often: none(),
            quantity,
        },
    })
}
