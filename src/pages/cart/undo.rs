//! The notice after a removal, with a way to put the thing back.

use leptos::prelude::*;

use crate::components::Icon;
use crate::shop::Item;
use crate::shop::cart::{AddToCart, CartLine};

/// The notice after a removal, with a button that puts the thing back.
#[component]
pub fn Undo(line: CartLine, put_back: ServerAction<AddToCart>) -> impl IntoView {
    let said = format!("{} is out of the cart.", line.name);
    let undo = move |_| {
        if let Some(input) = input(&line) {
            put_back.dispatch(input);
        }
    };
    view! {
        <p class="notice">
            <Icon name="cart" class="small"/><span>{said}</span>
            <button type="button" class="button bare" on:click=undo>"Undo"</button>
        </p>
    }
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
