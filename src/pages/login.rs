//! `/login`: a person who is logged in already, or becomes so, moves on to `next`.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::auth_layout::{AuthLayout, CartWaits, RedirectIfLoggedIn, link_to, log_in_on_success, next};
use super::contact::AskUs;
use super::field::Field;
use super::form::{clear_earlier_error, is_settled, no_double_submit, refused};
use crate::accounts::refusals::known_message;
use crate::accounts::{DEMO_PASSWORD, DemoAccount, LogIn, demo_accounts, typed_before, use_consent};
use crate::components::{ActionForm, Heading, Icon, ServerAction, load};
use crate::error::Error;

#[component]
pub fn LoginPage() -> impl IntoView {
    let next = next();
    let log_in = ServerAction::<LogIn>::new();
    clear_earlier_error(log_in);
    log_in_on_success(log_in, next);
    let demo = load(|| (), |()| demo_accounts());
    let deleted = use_query_map().read_untracked().get("deleted").is_some();
    view! {
        <RedirectIfLoggedIn next/>
        <AuthLayout>
            <div>
                <Heading title="Log in">"Welcome back aboard"</Heading>
                <p class="hint">"New here? "<a href=move || link_to("/signup", &next.get())>"Sign up"</a></p>
            </div>
            {deleted.then(|| view! {
                <p class="notice good" role="status">
                    <Icon name="check"/><span>"Your account is deleted. Fair winds!"</span>
                </p>
            })}
            <CartWaits next/>
            <LoginForm log_in next/>
            <Suspense>
                {move || {
                    Suspend::new(async move {
                        let accounts = demo.await.unwrap_or_default();
                        (!accounts.is_empty()).then(|| view! { <Demo accounts log_in next/> })
                    })
                }}
            </Suspense>
        </AuthLayout>
    }
}

#[component]
fn LoginForm(log_in: ServerAction<LogIn>, next: Memo<String>) -> impl IntoView {
    let (busy, consent) = (log_in.pending(), use_consent());
    // Of a teammate whose log-in needs a code; it stays once it was asked for.
    let asks_code = Memo::new(move |before: Option<&bool>| {
        let asked = log_in
            .value()
            .with(|value| value.as_ref().is_some_and(|answer| answer.as_ref().is_err_and(is_about_code)));
        asked || before.is_some_and(|before| *before)
    });
    // Gone while the server is asked again, so that the same words are announced a second time.
    let error = move || {
        let failed = log_in.value().with(|value| value.as_ref()?.as_ref().err().map(in_words));
        failed.filter(|_| !busy.get())
    };
    view! {
        <ActionForm action=log_in attr:class="stack" on:submit:capture=no_double_submit(is_settled(log_in))>
            <input type="hidden" name="next" value=move || next.get()/>
            <Field name="email" label="Email" kind="email" autocomplete="username" longest=254
                placeholder="you@example.com" value=typed_before().email.unwrap_or_default()/>
            <Field name="password" label="Password" kind="password" autocomplete="current-password" longest=1000/>
            <p class="hint">
                "Forgotten your password? Ask for a new one "
                {move || consent.get().then_some("in the chat, or ")}<AskUs/>"."
            </p>
            {move || asks_code.get().then(|| view! {
                <Field name="code" label="Code of your authenticator" kind="text" autocomplete="one-time-code" longest=9/>
            })}
            <button class="button main large" type="submit" aria-busy=move || busy.get().to_string()>"Log in"</button>
            {refused(Signal::derive(error), move || !asks_code.get_untracked())}
        </ActionForm>
    }
}

/// The words for an error. They are fixed, because a plain form's error comes back in the address, where anybody can
/// write.
fn in_words(error: &Error) -> String {
    match error {
        Error::Invalid { field, message } if field == "code" => known_message(message).to_owned(),
        Error::Invalid { .. } => "Fill in email and password.".to_owned(),
        other => other.to_string(),
    }
}

fn is_about_code(error: &Error) -> bool {
    matches!(error, Error::Invalid { field, .. } if field == "code")
}

#[component]
fn Demo(accounts: Vec<DemoAccount>, log_in: ServerAction<LogIn>, next: Memo<String>) -> impl IntoView {
    let form = move |(account, face): (DemoAccount, &'static str)| {
        let initials: String =
            account.name.split(' ').filter_map(|word| word.chars().next()).take(2).collect();
        view! {
            <ActionForm action=log_in on:submit:capture=no_double_submit(is_settled(log_in))>
                <input type="hidden" name="next" value=move || next.get()/>
                <input type="hidden" name="email" value=account.email/>
                <input type="hidden" name="password" value=DEMO_PASSWORD/>
                <button type="submit" class="menu-item">
                    <span class=face aria-hidden="true">{initials}</span>
                    <span><span>{account.name}</span><span class="hint">{account.role.label()}</span></span>
                    <Icon name="next" class="flips small"/>
                </button>
            </ActionForm>
        }
    };
    view! {
        <section class="demo" aria-labelledby="demo">
            <h2 id="demo" class="label">"Or look around with a demo account"</h2>
            {accounts.into_iter().zip(FACES).map(form).collect_view()}
            <p class="hint">"The password of each is "<code>{DEMO_PASSWORD}</code>"."</p>
        </section>
    }
}

const FACES: [&str; 3] = ["face", "face tone-2", "face tone-3"];
