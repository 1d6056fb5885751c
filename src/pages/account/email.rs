//! The form that changes the e-mail address.

use leptos::prelude::*;

use super::{empty_passwords, keep_up};
use crate::accounts::refusals::known_message;
use crate::accounts::{ChangeEmail, SignedIn, typed_before};
use crate::components::{ActionForm, ServerAction};
use crate::pages::field::Field;
use crate::pages::form::{Refusal, Submit, no_double_submit, succeeded};

/// The e-mail form of one person in one session.
#[component]
pub fn Email(account: SignedIn) -> impl IntoView {
    let change = ServerAction::<ChangeEmail>::new();
    let (refusal, busy) = (Refusal::of(change, known_message), change.pending());
    keep_up(change);
    let form = empty_passwords(change);
    view! {
        <ActionForm action=change node_ref=form attr:class="sheet" on:submit:capture=no_double_submit(busy)>
            <h2 class="h2">"Email address"</h2>
            <input type="hidden" name="session_key" value=account.session_key/>
            <Field name="email" label="Email" kind="email" autocomplete="email" longest=254
                hint="You log in with it." value=typed_before().email.unwrap_or(account.email) wrong=refusal.at("email")/>
            <Field name="password" id="email_password" label="Your password" kind="password"
                autocomplete="current-password" longest=1000 wrong=refusal.at("password")/>
            <Submit class="button" words="Change email" done="Email changed" busy succeeded=succeeded(change, "email_changed")/>
            {refusal.elsewhere(&["email", "password"])}
        </ActionForm>
    }
}
