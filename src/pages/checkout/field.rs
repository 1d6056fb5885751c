//! A field of the delivery address.

use leptos::prelude::*;

use crate::components::Icon;
use crate::pages::form::Refusal;

/// The ids of the fields, whose names stand in refusals.
pub const FIELDS: &[&str] = &["email", "name", "street", "extra", "postcode", "city", "country"];

/// A labelled input for a line of the address, with its error.
#[component]
pub fn TextLine(
    name: &'static str,
    label: &'static str,
    /// The value of the `autocomplete` attribute.
    autocomplete: &'static str,
    #[prop(default = true)] required: bool,
    value: String,
    refusal: Refusal,
) -> impl IntoView {
    let wrong = refusal.at(name);
    view! {
        <div class="field">
            <label for=name>{label}{(!required).then(|| view! { <span class="hint">" (optional)"</span> })}</label>
            <input class="input" id=name name=format!("address[{name}]") autocomplete=autocomplete maxlength="100" required=required value=value
                aria-invalid=move || wrong.read().is_some().then_some("true")
                aria-describedby=move || wrong.read().is_some().then(|| format!("{name}-error"))/>
            <Wrong name wrong/>
        </div>
    }
}

#[component]
pub fn Wrong(name: &'static str, wrong: Signal<Option<String>>) -> impl IntoView {
    move || {
        wrong.get().map(|message| view! {
        <p class="error" role="alert" id=format!("{name}-error")><Icon name="alert" class="small"/>" "{message}</p>
    })
    }
}
