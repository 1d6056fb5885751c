//! `Add` on a coffee's card: one bag of 250 g, whole beans, just once.

use leptos::form::ActionForm;
use leptos::prelude::*;

use super::form::once;
use super::told::tell_answers;
use crate::components::Icon;
use crate::shop::cart::{AddToCart, CartCount, in_words};

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
    let added = move || match add.value().get() {
        Some(Ok(added)) if !busy.get() => Some(added.count),
        _ => None,
    };
    let failed = move || !busy.get() && matches!(add.value().get(), Some(Err(_)));
    view! {
        <ActionForm action=add attr:class="quick-add" on:submit:capture=once(busy)>
            <input type="hidden" name="coffee" value=slug/>
            // How many there are changes with each press, so that each is announced.
            <span class="out-of-sight" role="status">{move || added().map(|count| format!("Added. {}", in_words(count)))}</span>
            {move || failed().then(|| view! { <span class="error" role="alert"><Icon name="alert" class="small"/>"Not added"</span> })}
            <button class="button" type="submit" aria-label=format!("Add {name} to cart") aria-busy=move || busy.get().to_string()>
                {move || match added().is_some() {
                    true => view! { <Icon name="check" class="small"/>"Added" }.into_any(),
                    false => view! { <Icon name="plus" class="small"/>"Add" }.into_any(),
                }}
            </button>
        </ActionForm>
    }
}
