use leptos::form::ActionForm;
use leptos::html::Form;
use leptos::prelude::*;

use super::field::Field;
use super::form::{Refusal, Submit, once, succeeded};
use crate::accounts::{ChangePassword, use_account};

/// The form of one person in one session.
#[component]
pub fn Password(session_key: String) -> impl IntoView {
    let account = use_account();
    let change = ServerAction::<ChangePassword>::new();
    let busy = change.pending();
    let refusal = Refusal::of(change);
    let form = NodeRef::<Form>::new();
    Effect::new(move |_| {
        if let Some(Ok(())) = change.value().get() {
            _ = form.get_untracked().map(|form| form.reset());
        }
    });
    view! {
        <ActionForm action=change node_ref=form attr:class="sheet" attr:aria-labelledby="password" on:submit:capture=once(busy)>
            <h2 class="h2" id="password">"Password"</h2>
            {refusal.elsewhere(&["current_password", "new_password"])}
            <input type="hidden" name="session_key" value=session_key/>
            // Tells password managers whose password this is; never sent.
            <input type="email" autocomplete="username" hidden readonly
                value=move || account.read().as_ref().map(|account| account.email.clone())/>
            <Field name="current_password" label="Current password" kind="password" autocomplete="current-password"
                longest=1000 wrong=refusal.at("current_password")/>
            <Field name="new_password" label="New password" kind="password" autocomplete="new-password" longest=1000
                hint="At least 10 characters. Changing it logs you out everywhere else." wrong=refusal.at("new_password")/>
            <Submit class="button" words="Change password" done="Password changed" busy
                succeeded=succeeded(change, "password_changed")/>
        </ActionForm>
    }
}
