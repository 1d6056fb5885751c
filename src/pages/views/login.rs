//! `/login`: who is logged in already, or becomes so, moves on to `next`.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use std::sync::Arc;

use super::field::Field;
use super::gate::{Gate, move_on, next, other};
use super::refused::came_back;
use crate::accounts::{DEMO_PASSWORD, DemoAccount, DemoAccounts, LogIn, typed_before};
use crate::components::{Heading, Icon};
use crate::error::Error;

#[component]
pub fn LoginPage() -> impl IntoView {
    let next = next();
    let demo = use_context::<DemoAccounts>().unwrap_or_default().0;
    let deleted = use_query_map().read_untracked().get("deleted").is_some();
    view! {
        {move_on(&next)}
        <Gate>
            <div>
                <Heading title="Log in">"Welcome back aboard"</Heading>
                <p class="hint">"New here? "<a href=other("/signup", &next)>"Sign up"</a></p>
            </div>
            {deleted.then(|| view! {
                <p class="notice good" role="status">
                    <Icon name="check"/><span>"Your account is deleted. Fair winds!"</span>
                </p>
            })}
            <LoginForm next=next.clone()/>
            {(!demo.is_empty()).then(|| view! { <Demo accounts=demo next/> })}
        </Gate>
    }
}

#[component]
fn LoginForm(next: String) -> impl IntoView {
    view! {
        <form class="stack" method="post" action="/api/log_in" data-replaces>
            {came_back::<LogIn>().map(|error| view! {
                <p class="notice bad" role="alert" id="login-error">
                    <Icon name="alert"/>
                    <span>{in_words(&error)}</span>
                </p>
            })}
            <input type="hidden" name="next" value=next.clone()/>
            <Field name="email" label="Email" kind="email" autocomplete="username" longest=254
                placeholder="you@example.com" value=typed_before().email.unwrap_or_default()/>
            <Field name="password" label="Password" kind="password" autocomplete="current-password" longest=1000
                hint="Forgotten your password? It cannot be reset yet: this shop sends no mail so far."/>
            <button class="button main large" type="submit">
                "Log in"
            </button>
        </form>
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
fn Demo(accounts: Arc<[DemoAccount]>, next: String) -> impl IntoView {
    view! {
        <section class="demo" aria-labelledby="demo">
            <h2 id="demo" class="label">"Or look around with a demo account"</h2>
            {accounts.iter().zip(FACES).map(|(account, face)| {
                let initials: String = account.name.split(' ').filter_map(|word| word.chars().next()).take(2).collect();
                view! {
                    <form method="post" action="/api/log_in" data-replaces>
                        <input type="hidden" name="next" value=next.clone()/>
                        <input type="hidden" name="email" value=account.email.clone()/>
                        <input type="hidden" name="password" value=DEMO_PASSWORD/>
                        <button type="submit" class="menu-item">
                            <span class=face aria-hidden="true">{initials}</span>
                            <span><span>{account.name.clone()}</span><span class="hint">{account.role.label()}</span></span>
                            <Icon name="next" class="flips small"/>
                        </button>
                    </form>
                }
            }).collect_view()}
            <p class="hint">"The password of all three is "<code>{DEMO_PASSWORD}</code>"."</p>
        </section>
    }
}

const FACES: [&str; 3] = ["face", "face tone-2", "face tone-3"];
