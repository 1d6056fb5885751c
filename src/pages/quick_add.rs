//! `Add` on a coffee's card: one bag of 250 g, whole beans, just once.

use leptos::prelude::*;

use super::add_to_cart::AddForm;
use super::form::no_double_submit;
use crate::components::{ActionForm, Icon};
use crate::shop::cart::in_words;

/// The form that adds a coffee and leads to the cart. With a script the person stays on the list.
#[component]
pub fn QuickAdd(slug: String, name: String) -> impl IntoView {
    let form = AddForm::of(slug.clone());
    form.action.clear();
    let busy = form.busy;
    let (added, has_failed) = (move || form.answer()?.ok(), move || form.answer() == Some(Err(())));
    view! {
        <ActionForm action=form.action attr:class="quick-add" on:submit:capture=no_double_submit(busy)>
            <input type="hidden" name="coffee" value=slug/>
            // How many there are changes with each press, so that each is announced.
            <span role="status">{move || added().map(|count| view! {
                <span class="tag sea">"In the cart"</span><span class="out-of-sight">{in_words(count)}</span>
            })}</span>
            <span role="alert">{move || has_failed().then(|| view! { <span class="tag warn">"Not added. Try again."</span> })}</span>
            <button class="button" type="submit" aria-label=format!("Add {name} to cart") aria-busy=move || busy.get().to_string()>
                <Icon name="plus" class="small"/><span>"Add"</span>
            </button>
        </ActionForm>
    }
}
