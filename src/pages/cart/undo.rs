//! The notice after a removal, with a way to put the thing back.

use leptos::prelude::*;

use crate::components::{Icon, ServerAction};
use crate::pages::undo_button::UndoButton;
use crate::shop::cart::{AddToCart, CartLine};

/// The notice after a removal, with a button that puts the thing back.
#[component]
pub fn Undo(line: CartLine, put_back: ServerAction<AddToCart>) -> impl IntoView {
    let said = format!("{} is out of the cart.", line.name);
    view! {
        <p class="notice">
            <Icon name="cart" class="small"/><span>{said}</span>
            <UndoButton item=line.item quantity=line.quantity put_back/>
        </p>
    }
}
