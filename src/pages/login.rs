//! `/login`: who is logged in already, or becomes so, moves on to `next`.

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Redirect;
use leptos_router::hooks::{use_navigate, use_query_map};

use super::is_in_frame;
use crate::accounts::{
    DEMO_PASSWORD, DemoAccount, DemoAccounts, LogIn, safe_next, typed_before, use_account,
};
use crate::components::{Heading, Icon, asset};
use crate::error::Error;

#[component]
pub fn LoginPage() -> impl IntoView {
    let account = use_account();
    let query = use_query_map();
    let next = Memo::new(move |_| safe_next(&query.read().get("next").unwrap_or_default()).to_owned());
    let log_in = ServerAction::<LogIn>::new();
    // An error that came back with an earlier address is over.
    if query.read_untracked().get("__err").is_none() {
        log_in.clear();
    }
    let demo = use_context::<DemoAccounts>().unwrap_or_default().list();

    // The signal first, the page second: the next page must find the right person.
    Effect::new(move |_| {
        if let Some(Ok(logged_in)) = log_in.value().get() {
            account.set(Some(logged_in.account));
        }
    });
    let navigate = use_navigate();
    Effect::new(move |was_here: Option<bool>| {
        let is_here = account.read().is_some();
        if is_here && was_here == Some(false) {
            let next = next.get_untracked();
            match is_in_frame(next.split(['?', '#']).next().unwrap_or_default()) {
                true => navigate(&next, replacing()),
                false => _ = location().replace(&next),
            }
        }
        is_here
    });
    let already_here = account.read_untracked().is_some();

    view! {
        {already_here.then(|| view! { <Redirect path=next.get_untracked() options=replacing()/> })}
        <div class="gate">
            <div class="form">
                <div class="stack">
                    <Heading title="Log in">"Welcome back aboard"</Heading>
                    <LoginForm log_in next/>
                    {(!demo.is_empty()).then(|| view! { <Demo accounts=demo log_in next/> })}
                </div>
            </div>
            <div class="view" aria-hidden="true">
                <svg class="harbour" viewBox="0 -80 1440 680" preserveAspectRatio="xMaxYMid slice">
                    <use href=asset("svg/harbour.svg#harbour") y="-80" width="1440" height="680"></use>
                </svg>
            </div>
        </div>
    }
}

fn replacing() -> NavigateOptions {
    NavigateOptions { replace: true, ..Default::default() }
}

#[component]
fn LoginForm(log_in: ServerAction<LogIn>, next: Memo<String>) -> impl IntoView {
    let busy = log_in.pending();
    // Gone while the server is asked again, so that the same words are announced a second time.
    let error = move || {
        let failed = log_in.value().with(|value| value.as_ref()?.as_ref().err().map(in_words));
        failed.filter(|_| !busy.get())
    };
    view! {
        <ActionForm action=log_in attr:class="stack" on:submit:capture=move |event| once(&event, log_in)>
            {move || error().map(|message| view! {
                <p class="notice bad" role="alert" id="login-error">
                    <Icon name="alert"/>
                    <span>{message}</span>
                </p>
            })}
            <input type="hidden" name="next" value=next/>
            <div class="field">
                <label for="email">"Email"</label>
                <input class="input" id="email" name="email" type="email" required
                    autocomplete="username" value=typed_before().email
                    placeholder="you@example.com"/>
            </div>
            <div class="field">
                <label for="password">"Password"</label>
                <input class="input" id="password" name="password" type="password" required
                    autocomplete="current-password"/>
            </div>
            <button class="button main large" type="submit" aria-busy=move || busy.get().to_string()>
                "Log in"
            </button>
        </ActionForm>
    }
}

/// In our words alone: a plain form's error comes back in the address, where anybody can write anything.
fn in_words(error: &Error) -> String {
    match error {
        Error::Invalid { .. } => "Fill in email and password.".to_owned(),
        other => other.to_string(),
    }
}

#[component]
fn Demo(accounts: Vec<DemoAccount>, log_in: ServerAction<LogIn>, next: Memo<String>) -> impl IntoView {
    view! {
        <section class="demo" aria-labelledby="demo">
            <h2 id="demo" class="label">"Or look around with a demo account"</h2>
            {accounts.into_iter().zip(FACES).map(|(account, face)| {
                let initials: String = account.name.split(' ').filter_map(|word| word.chars().next()).take(2).collect();
                view! {
                    <ActionForm action=log_in on:submit:capture=move |event| once(&event, log_in)>
                        <input type="hidden" name="next" value=next/>
                        <input type="hidden" name="email" value=account.email/>
                        <input type="hidden" name="password" value=DEMO_PASSWORD/>
                        <button type="submit" class="menu-item">
                            <span class=face aria-hidden="true">{initials}</span>
                            <span><span>{account.name}</span><span class="hint">{account.role.label()}</span></span>
                            <Icon name="next" class="flips small"/>
                        </button>
                    </ActionForm>
                }
            }).collect_view()}
            <p class="hint">"The password of all three is "<code>{DEMO_PASSWORD}</code>"."</p>
        </section>
    }
}

const FACES: [&str; 3] = ["face", "face tone-2", "face tone-3"];

/// A second press while the first is on its way, or has already succeeded, does nothing.
fn once(event: &leptos::ev::SubmitEvent, log_in: ServerAction<LogIn>) {
    let done = log_in.value().with_untracked(|value| matches!(value, Some(Ok(_))));
    if done || log_in.pending().get_untracked() {
        event.prevent_default();
    }
}
