//! `/account`: name and e-mail.

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::RequireLogIn;
use crate::accounts::refusals::our_words;
use crate::accounts::{SaveProfile, SignedIn, typed_before, use_account};
use crate::components::{Crumbs, Heading, Icon};
use crate::error::Error;

/// Only for people who are logged in.
#[component]
pub fn AccountPage() -> impl IntoView {
    view! { <RequireLogIn><Account/></RequireLogIn> }
}

#[component]
fn Account() -> impl IntoView {
    let account = use_account();
    // Another log-in is another person: their form is a new one, not the last person's with the old values.
    let whose = Memo::new(move |_| account.read().as_ref().map(|account| account.session_key.clone()));
    let about = move || account.read().as_ref().map(|who| format!("{} · {}", who.role.label(), who.email));
    view! {
        <div class="wrap">
            <Crumbs here="Account"/>
            <div class="two side">
                <div class="stack">
                    <div><Heading title="Account"/><p class="hint">{about}</p></div>
                    {move || {
                        let account = whose.get().and_then(|_| account.get_untracked());
                        account.map(|account| view! { <Profile account/> })
                    }}
                </div>
            </div>
        </div>
    }
}

/// The form of one person in one session.
#[component]
fn Profile(account: SignedIn) -> impl IntoView {
    let here = use_account();
    let save = ServerAction::<SaveProfile>::new();
    let busy = save.pending();
    // A plain form comes back with its success in the query; an answer since then counts more.
    let query = use_query_map().get_untracked();
    let saved_before = query.get("saved").is_some();
    // An error that came back with an earlier address is over.
    if query.get("__err").is_none() {
        save.clear();
    }
    let typed = typed_before();
    let saved = move || !busy.get() && save.value().with(|v| v.as_ref().map_or(saved_before, Result::is_ok));
    // Which field, and what to say; gone while the server is asked again, so that the same words are announced anew.
    let failure = Memo::new(move |_| {
        let error = save.value().with(|value| value.as_ref()?.as_ref().err().cloned());
        error.filter(|_| !busy.get()).map(|error| match error {
            Error::Invalid { field, message } => (field, our_words(&message).to_owned()),
            other => (String::new(), other.to_string()),
        })
    });
    let wrong = move |name: &'static str| {
        Signal::derive(move || failure.get().filter(|(field, _)| field == name).map(|(_, message)| message))
    };
    let of_no_field = move || {
        failure.get().filter(|(field, _)| field != "name" && field != "email").map(|(_, message)| message)
    };

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
    let once = move |event: leptos::ev::SubmitEvent| {
        if busy.get_untracked() {
            event.prevent_default();
        }
    };

    view! {
        <ActionForm action=save attr:class="sheet" attr:aria-labelledby="you" on:submit:capture=once>
            <h2 class="h2" id="you">"You"</h2>
            {move || of_no_field().map(|message| view! {
                <p class="notice bad" role="alert"><Icon name="alert" class="small"/><span>{message}</span></p>
            })}
            <input type="hidden" name="session_key" value=account.session_key/>
            <Field name="name" label="Name" kind="text" longest=100
                value=typed.name.unwrap_or(account.name) wrong=wrong("name")/>
            <Field name="email" label="Email" kind="email" longest=254
                value=typed.email.unwrap_or(account.email) wrong=wrong("email")/>
            <div class="actions">
                <button class="button main" type="submit" aria-busy=move || busy.get().to_string()>"Save"</button>
                <div role="status">
                    {move || saved().then(|| view! {
                        <p class="notice good"><Icon name="check" class="small"/><span>"Saved"</span></p>
                    })}
                </div>
            </div>
        </ActionForm>
    }
}

#[component]
fn Field(
    /// Also the browser's word for what to fill in.
    name: &'static str,
    label: &'static str,
    kind: &'static str,
    longest: u16,
    value: String,
    wrong: Signal<Option<String>>,
) -> impl IntoView {
    let error_id = format!("{name}-error");
    let described_by = {
        let error_id = error_id.clone();
        move || wrong.read().is_some().then(|| error_id.clone())
    };
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input class="input" id=name name=name type=kind autocomplete=name maxlength=longest required value=value
                aria-invalid=move || wrong.read().is_some().then_some("true") aria-describedby=described_by/>
            {move || wrong.get().map(|message| view! {
                <p class="error" role="alert" id=error_id.clone()><Icon name="alert" class="small"/>" "{message}</p>
            })}
        </div>
    }
}
