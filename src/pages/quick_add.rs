//! `Add` on a coffee's card: one bag of 250 g, whole beans, just once.

use leptos::form::ActionForm;
use leptos::prelude::*;

use super::form::once;
use super::told::tell_answers;
use crate::components::Icon;
use crate::shop::cart::{AddToCart, CartCount};

/// A form that leads to the cart; where a script runs, one stays on the list.
#[component]
pub fn QuickAdd(slug: String, name: String) -> impl IntoView {
    let add = ServerAction::<AddToCart>::new();
    add.clear();
    let (busy, count) = (add.pending(), CartCount::here());
    tell_answers(add, move |added| {
        count.set(added.count);
        added.told.clone()
    });
    let said = move || match add.value().get() {
        _ if busy.get() => None,
        None => None,
        Some(Ok(_)) => Some("In the cart"),
        Some(Err(_)) => Some("Not added. Try again."),
    };
    view! {
        <ActionForm action=add attr:class="quick-add" on:submit:capture=once(busy)>
            <input type="hidden" name="coffee" value=slug/>
            <span role="status">{move || said().map(|words| view! { <span class="tag sea">{words}</span> })}</span>
            <button class="button" type="submit" aria-label=format!("Add {name} to cart") aria-busy=move || busy.get().to_string()>
                <Icon name="plus" class="small"/><span>"Add"</span>
            </button>
        </ActionForm>
    }
}
