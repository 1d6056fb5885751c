//! `Add` on a coffee's card: one bag of 250 g, whole beans, just once.

use leptos::prelude::*;

use super::add_to_cart::AddForms;
use super::form::no_submit_while;
use crate::components::{ActionForm, Icon};
use crate::shop::cart::in_words;

/// The form that adds a coffee and leads to the cart. With a script the person stays on the list.
#[component]
pub fn QuickAdd(forms: AddForms, slug: String, name: String) -> impl IntoView {
    let form = forms.of(&slug);
    let (added, failed, sent) = (form.clone(), form.clone(), form.clone());
    view! {
        <ActionForm action=forms.action attr:class="quick-add" on:submit:capture=no_submit_while(move || sent.is_busy())>
            <input type="hidden" name="coffee" value=slug/>
            // How many there are changes with each press, so that each is announced.
            <span role="status">{move || added.answer()?.ok().map(|count| view! {
                <span class="tag sea">"In the cart"</span><span class="out-of-sight">{in_words(count)}</span>
            })}</span>
            <span role="alert">{move || matches!(failed.answer(), Some(Err(()))).then(|| view! { <span class="tag warn">"Not added. Try again."</span> })}</span>
            <button class="button" type="submit" aria-label=format!("Add {name} to cart") aria-busy=move || form.is_busy().to_string()>
                <Icon name="plus" class="small"/><span>"Add"</span>
            </button>
        </ActionForm>
    }
}
