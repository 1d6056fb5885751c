//! The form that changes the password.

use leptos::prelude::*;

use super::empty_passwords;
use crate::accounts::refusals::known_message;
use crate::accounts::{ChangePassword, SignedIn, current_account, use_account};
use crate::components::{ActionForm, ServerAction, on_success};
use crate::pages::field::Field;
use crate::pages::form::{Refusal, Submit, no_double_submit, succeeded};

/// The password form of one person in one session.
#[component]
pub fn Password(account: SignedIn) -> impl IntoView {
    let change = ServerAction::<ChangePassword>::new();
    let (refusal, busy) = (Refusal::of(change, known_message), change.pending());
    let here = use_account();
    // The tokens from before are revoked: with the new revision the Messenger gets a new one.
    on_success(change, move |()| {
        leptos::task::spawn_local(async move {
            if let Ok(now) = current_account().await {
                here.set(now);
            }
        });
    });
    let form = empty_passwords(change);
    view! {
        <ActionForm action=change node_ref=form attr:class="sheet" attr:aria-labelledby="password"
            on:submit:capture=no_double_submit(busy)>
            <h2 class="h2" id="password">"Password"</h2>
            <input type="hidden" name="session_key" value=account.session_key/>
            // Shows password managers whose password this is; never sent.
            <input type="email" autocomplete="username" hidden readonly value=account.email/>
            <Field name="current_password" label="Current password" kind="password" autocomplete="current-password"
                longest=1000 wrong=refusal.at("current_password")/>
            <Field name="new_password" label="New password" kind="password" autocomplete="new-password" longest=1000
                hint="At least 10 characters. Changing it logs you out everywhere else." wrong=refusal.at("new_password")/>
            <Submit class="button" words="Change password" done="Password changed" busy succeeded=succeeded(change, "password_changed")/>
            {refusal.elsewhere(&["current_password", "new_password"])}
        </ActionForm>
    }
}
