use leptos::prelude::*;

use crate::accounts::{ChangePassword, SignedIn};
use crate::pages::views::field::Field;
use crate::pages::views::form::Submit;
use crate::pages::views::refused::Refusal;

/// The form of one person in one session.
#[component]
pub fn Password(account: SignedIn) -> impl IntoView {
    let refusal = Refusal::of_an_account::<ChangePassword>();
    view! {
        <form class="sheet" method="post" action="/api/change_password" aria-labelledby="password">
            <h2 class="h2" id="password">"Password"</h2>
            {refusal.elsewhere(&["current_password", "new_password"])}
            <input type="hidden" name="session_key" value=account.session_key/>
            // Tells password managers whose password this is; never sent.
            <input type="email" autocomplete="username" hidden readonly value=account.email/>
            <Field name="current_password" label="Current password" kind="password" autocomplete="current-password"
                longest=1000 wrong=refusal.at("current_password")/>
            <Field name="new_password" label="New password" kind="password" autocomplete="new-password" longest=1000
                hint="At least 10 characters. Changing it logs you out everywhere else." wrong=refusal.at("new_password")/>
            <Submit class="button" words="Change password" done="Password changed" after="password_changed"/>
        </form>
    }
}
