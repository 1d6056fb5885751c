use leptos::prelude::*;

use crate::accounts::{SaveProfile, SignedIn, typed_before};
use crate::pages::views::field::Field;
use crate::pages::views::form::Submit;
use crate::pages::views::refused::Refusal;

/// The form of one person in one session.
#[component]
pub fn Profile(account: SignedIn) -> impl IntoView {
    let refusal = Refusal::of_an_account::<SaveProfile>();
    let typed = typed_before();
    view! {
        <form class="sheet" method="post" action="/api/save_profile" aria-labelledby="you">
            <h2 class="h2" id="you">"You"</h2>
            {refusal.elsewhere(&["name", "company"])}
            <input type="hidden" name="session_key" value=account.session_key/>
            <Field name="name" label="Name" kind="text" autocomplete="name" longest=100
                value=typed.name.unwrap_or(account.name) wrong=refusal.at("name")/>
            <Field name="company" label="Company (optional)" kind="text" autocomplete="organization" longest=100
                required=false value=typed.company.or(account.company).unwrap_or_default() wrong=refusal.at("company")/>
            <Submit class="button main" words="Save" done="Saved" after="saved"/>
        </form>
    }
}
