//! The form that deletes the account.

use leptos::prelude::*;

use crate::accounts::refusals::known_message;
use crate::accounts::{AccountFacts, DeleteAccount};
use crate::components::{ActionForm, Loaded, ServerAction};
use crate::pages::contact::AskUs;
use crate::pages::field::Field;
use crate::pages::form::{Refusal, no_double_submit};
use crate::pages::log_out::log_out_on_success;

/// The form that deletes the account for good. It is folded up, so that nobody opens it by accident. The Messenger
/// leaves the page as at a log-out.
#[component]
pub fn Delete(session_key: String, about: Loaded<AccountFacts>) -> impl IntoView {
    let delete = ServerAction::<DeleteAccount>::new();
    let (refusal, busy) = (Refusal::of(delete, known_message), delete.pending());
    log_out_on_success(delete, "/login?deleted=1");
    let of_chat = move || {
        Suspend::new(async move {
            match about.await.is_ok_and(|about| about.chat_is_forgotten) {
                true => "What our support workspace knows of you is deleted too: your name, the pages you saw, and what you told the chat.".into_any(),
                false => view! {
                    "What our support workspace knows of you from the chat is not deleted with it. To have it deleted, "<AskUs/>"."
                }
                .into_any(),
            }
        })
    };
    view! {
        <details class="sheet" open=untrack(|| refusal.is_some())>
            <summary><h2 class="h2" id="delete">"Delete account"</h2></summary>
            <ActionForm action=delete attr:class="stack" attr:aria-labelledby="delete" on:submit:capture=no_double_submit(busy)>
                <p>
                    "This deletes your account and ends all its sessions, at once and for good. "
                    <Transition>{of_chat}</Transition>
                </p>
                <input type="hidden" name="session_key" value=session_key/>
                <Field name="password" id="delete_password" label="Your password" kind="password"
                    autocomplete="current-password" longest=1000 wrong=refusal.at("password")/>
                <div class="actions"><button class="button danger" type="submit" aria-busy=move || busy.get().to_string()>"Delete account for good"</button></div>
                {refusal.elsewhere(&["password"])}
            </ActionForm>
        </details>
    }
}
