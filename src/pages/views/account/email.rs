use leptos::prelude::*;

use crate::accounts::{ChangeEmail, SignedIn, typed_before};
use crate::pages::views::field::Field;
use crate::pages::views::form::Submit;
use crate::pages::views::refused::Refusal;

/// The form of one person in one session.
#[component]
pub fn Email(account: SignedIn) -> impl IntoView {
    let refusal = Refusal::of_an_account::<ChangeEmail>();
    view! {
        <form class="sheet" method="post" action="/api/change_email">
            <h2 class="h2">"Email address"</h2>
            {refusal.elsewhere(&["email", "password"])}
            <input type="hidden" name="session_key" value=account.session_key/>
            <Field name="email" label="Email" kind="email" autocomplete="email" longest=254
                hint="You log in with it." value=typed_before().email.unwrap_or(account.email) wrong=refusal.at("email")/>
            <Field name="password" id="email_password" label="Your password" kind="password"
                autocomplete="current-password" longest=1000 wrong=refusal.at("password")/>
            <Submit class="button" words="Change email" done="Email changed" after="email_changed"/>
        </form>
    }
}
