//! A button that puts a line back into the cart.

use leptos::prelude::*;

use crate::shop::Item;
use crate::shop::cart::{AddToCart, CartLine};

/// The button that puts a line of the cart back as it was. A plan takes its place back from the plan that replaced it.
#[component]
pub fn UndoButton(line: CartLine, put_back: ServerAction<AddToCart>) -> impl IntoView {
    let undo = move |_| {
        if let Some(input) = input(&line) {
            put_back.dispatch(input);
        }
    };
    view! { <button type="button" class="button bare" on:click=undo>"Undo"</button> }
}

fn input(line: &CartLine) -> Option<AddToCart> {
    let quantity = Some(line.quantity);
    let none = String::new;
    Some(match line.item.parse().ok()? {
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
