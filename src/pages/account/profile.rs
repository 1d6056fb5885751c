//! The form that changes name and company.

use leptos::prelude::*;

use super::keep_up;
use crate::accounts::refusals::known_message;
use crate::accounts::{SaveProfile, SignedIn, typed_before};
use crate::components::{ActionForm, ServerAction};
use crate::pages::field::Field;
use crate::pages::form::{Refusal, Submit, no_double_submit, succeeded};

/// The profile form of one person in one session.
#[component]
pub fn Profile(account: SignedIn) -> impl IntoView {
    let save = ServerAction::<SaveProfile>::new();
    let (refusal, busy) = (Refusal::of(save, known_message), save.pending());
    keep_up(save);
    let typed = typed_before();
    view! {
        <ActionForm action=save attr:class="sheet" attr:aria-labelledby="you" on:submit:capture=no_double_submit(busy)>
            <h2 class="h2" id="you">"You"</h2>
            <input type="hidden" name="session_key" value=account.session_key/>
            <Field name="name" label="Name" kind="text" autocomplete="name" longest=100
                value=typed.name.unwrap_or(account.name) wrong=refusal.at("name")/>
            <Field name="company" label="Company (optional)" kind="text" autocomplete="organization" longest=100
                required=false value=typed.company.or(account.company).unwrap_or_default() wrong=refusal.at("company")/>
            <Submit class="button main" words="Save" done="Saved" busy succeeded=succeeded(save, "saved")/>
            {refusal.elsewhere(&["name", "company"])}
        </ActionForm>
    }
}
