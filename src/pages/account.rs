//! `/account`: name and e-mail.

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::{LazyRoute, lazy_route};

use crate::accounts::{SaveProfile, SignedIn, use_account};
use crate::components::asset;
use crate::error::Error;

/// A lazy route: `Lazy::<AccountPage>::new()`. Only for people who are logged in.
pub struct AccountPage;

#[lazy_route]
impl LazyRoute for AccountPage {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let AccountPage = this;
        view! { <Account/> }.into_any()
    }
}

#[component]
fn Account() -> impl IntoView {
    let account = use_account();
    // Another log-in is another person: their form is a new one, not the last person's with the old values.
    let whose = Memo::new(move |_| account.read().as_ref().map(|account| account.session_key.clone()));
    let about = move || account.read().as_ref().map(|who| format!("{} · {}", who.role.label(), who.email));
    view! {
        <Title text="Account"/>
        <nav class="crumbs" aria-label="Breadcrumb">
            <ol class="plain"><li><a href="/">"Home"</a></li><li aria-current="page">"Account"</li></ol>
        </nav>
        <div class="two side">
            <div class="stack">
                <div><h1 tabindex="-1">"Account"</h1><p class="hint">{about}</p></div>
                {move || whose.get().and_then(|_| account.get_untracked()).map(|account| view! { <Profile account/> })}
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
    let saved_before = use_query_map().read_untracked().get("saved").is_some();
    let saved = move || !busy.get() && save.value().with(|v| v.as_ref().map_or(saved_before, Result::is_ok));
    let failure = move || {
        let error = save.value().with(|value| value.as_ref()?.as_ref().err().cloned());
        error.filter(|_| !busy.get())
    };
    let wrong = move |name: &'static str| {
        Signal::derive(move || match failure() {
            Some(Error::Invalid { field, message }) if field == name => Some(message),
            _ => None,
        })
    };
    let (wrong_name, wrong_email) = (wrong("name"), wrong("email"));
    let other_failure = move || {
        let of_a_field = wrong_name.read().is_some() || wrong_email.read().is_some();
        failure().filter(|_| !of_a_field).map(|error| error.to_string())
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
            {move || other_failure().map(|message| view! {
                <p class="notice bad" role="alert"><Icon name="alert"/><span>{message}</span></p>
            })}
            <input type="hidden" name="session_key" value=account.session_key/>
            <Field name="name" label="Name" kind="text" longest=100 value=account.name wrong=wrong_name/>
            <Field name="email" label="Email" kind="email" longest=254 value=account.email wrong=wrong_email/>
            <p class="actions">
                <button class="button main" type="submit" aria-busy=move || busy.get().to_string()>"Save"</button>
            </p>
            <div role="status">
                {move || saved().then(|| view! {
                    <p class="notice good"><Icon name="check"/><span>"Saved"</span></p>
                })}
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
                <p class="error" role="alert" id=error_id.clone()><Icon name="alert"/>" "{message}</p>
            })}
        </div>
    }
}

#[component]
fn Icon(name: &'static str) -> impl IntoView {
    view! {
        <svg class="icon small" viewBox="0 0 24 24" aria-hidden="true">
            <use href=asset(&format!("svg/icons.svg#{name}"))></use>
        </svg>
    }
}
