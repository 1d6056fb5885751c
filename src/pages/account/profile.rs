use leptos::form::ActionForm;
use leptos::prelude::*;

use super::field::Field;
use super::form::{Refusal, Submit, once, succeeded};
use crate::accounts::{SaveProfile, SignedIn, typed_before, use_account};

/// The form of one person in one session.
#[component]
pub fn Profile(account: SignedIn) -> impl IntoView {
    let here = use_account();
    let save = ServerAction::<SaveProfile>::new();
    let busy = save.pending();
    let refusal = Refusal::of(save);
    let typed = typed_before();

    Effect::new(move |_| {
        if let Some(Ok(saved)) = save.value().get() {
            // An answer that comes after the person has changed is about somebody else.
            here.update(|here| {
                if here.as_ref().is_some_and(|here| here.session_key == saved.session_key) {
                    *here = Some(saved);
                }
            });
        }
    });

    view! {
        <ActionForm action=save attr:class="sheet" attr:aria-labelledby="you" on:submit:capture=once(busy)>
            <h2 class="h2" id="you">"You"</h2>
            {refusal.elsewhere(&["name", "email"])}
            <input type="hidden" name="session_key" value=account.session_key/>
            <Field name="name" label="Name" kind="text" autocomplete="name" longest=100
                value=typed.name.unwrap_or(account.name) wrong=refusal.at("name")/>
            <Field name="email" label="Email" kind="email" autocomplete="email" longest=254
                value=typed.email.unwrap_or(account.email) wrong=refusal.at("email")/>
            <Submit class="button main" words="Save" done="Saved" busy succeeded=succeeded(save, "saved")/>
        </ActionForm>
    }
}
