//! `/signup`: makes an account, and goes on as a log-in does.

use leptos::prelude::*;

use super::field::Field;
use super::gate::{Gate, move_on, next, other};
use super::refused::Refusal;
use crate::accounts::{SignUp, typed_before};
use crate::components::Heading;

#[component]
pub fn SignupPage() -> impl IntoView {
    let next = next();
    let refusal = Refusal::of_an_account::<SignUp>();
    let typed = typed_before();
    view! {
        {move_on(&next)}
        <Gate>
            <div>
                <Heading title="Sign up">"Come aboard"</Heading>
                <p class="hint">"Have an account already? "<a href=other("/login", &next)>"Log in"</a></p>
            </div>
            <form class="stack" method="post" action="/api/sign_up" data-replaces>
                {refusal.elsewhere(&["name", "email", "password"])}
                <input type="hidden" name="next" value=next/>
                <Field name="name" label="Name" kind="text" autocomplete="name" longest=100
                    value=typed.name.unwrap_or_default() wrong=refusal.at("name")/>
                <Field name="email" label="Email" kind="email" autocomplete="username" longest=254
                    placeholder="you@example.com" value=typed.email.unwrap_or_default() wrong=refusal.at("email")/>
                <Field name="password" label="Password" kind="password" autocomplete="new-password" longest=1000
                    hint="At least 10 characters. A few words that only you would put together do well."
                    wrong=refusal.at("password")/>
                <button class="button main large" type="submit">"Sign up"</button>
            </form>
            <p class="hint">
                "We keep your name, your email address and a scrambled form of your password: see "<a href="/privacy">"Privacy"</a>"."
            </p>
        </Gate>
    }
}
