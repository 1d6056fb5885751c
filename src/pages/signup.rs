//! `/signup`: makes an account, and goes on as a log-in does.

use leptos::prelude::*;

use super::auth_layout::{AuthLayout, CartWaits, RedirectIfLoggedIn, link_to, log_in_on_success, next};
use super::field::Field;
use super::form::{Refusal, is_settled, no_double_submit};
use crate::accounts::refusals::known_message;
use crate::accounts::{SignUp, typed_before};
use crate::components::{ActionForm, Heading, ServerAction};

#[component]
pub fn SignupPage() -> impl IntoView {
    let next = next();
    let sign_up = ServerAction::<SignUp>::new();
    let (refusal, busy) = (Refusal::of(sign_up, known_message), sign_up.pending());
    log_in_on_success(sign_up, next);
    let typed = typed_before();
    view! {
        <RedirectIfLoggedIn next/>
        <AuthLayout>
            <div>
                <Heading title="Sign up">"Come aboard"</Heading>
                <p class="hint">"Have an account already? "<a href=move || link_to("/login", &next.get())>"Log in"</a></p>
            </div>
            <CartWaits next/>
            // The browser itself would report one field at a time.
            <ActionForm action=sign_up attr:class="stack" attr:novalidate="" on:submit:capture=no_double_submit(is_settled(sign_up))>
                <input type="hidden" name="next" value=move || next.get()/>
                <Field name="name" label="Name" kind="text" autocomplete="name" longest=100
                    value=typed.name.unwrap_or_default() wrong=refusal.at("name")/>
                <Field name="email" label="Email" kind="email" autocomplete="username" longest=254
                    placeholder="you@example.com" value=typed.email.unwrap_or_default() wrong=refusal.at("email")/>
                <Field name="password" label="Password" kind="password" autocomplete="new-password" longest=1000
                    hint="At least 10 characters. A few words that only you would put together do well."
                    wrong=refusal.at("password")/>
                <button class="button main large" type="submit" aria-busy=move || busy.get().to_string()>"Sign up"</button>
                {refusal.elsewhere(&["name", "email", "password"])}
            </ActionForm>
            <p class="hint">
                "We keep your name, your email address and a scrambled form of your password: see "<a href="/privacy">"Privacy"</a>"."
            </p>
        </AuthLayout>
    }
}
