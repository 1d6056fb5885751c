//! `/account`: name and company, e-mail, password, open sessions, and the deletion of the account.

mod delete;
mod email;
mod password;
mod profile;
mod sessions;

use leptos::html::Form;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::{RequireLogIn, Subscriptions};
use crate::accounts::{EndSession, SignedIn, about_account, use_account};
use crate::components::{Crumbs, FormAction, Heading, ServerAction, Skeleton, load, on_success};
use delete::Delete;
use email::Email;
use password::Password;
use profile::Profile;
use sessions::Sessions;

/// The account page, for people who are logged in.
#[component]
pub fn AccountPage() -> impl IntoView {
    view! { <RequireLogIn><Account/></RequireLogIn> }
}

#[component]
fn Account() -> impl IntoView {
    let here = use_account();
    let account = here.get_untracked()?;
    let who = move || here.get().map(|account| format!("{} · {}", account.role.label(), account.email));
    let (session_key, of_password) = (account.session_key.clone(), account.clone());
    let about = load(|| (), |()| about_account());
    let end = ServerAction::<EndSession>::new();
    super::form::clear_earlier_error(end);
    on_success(end, move |()| about.refetch());
    let since = move || {
        Suspend::new(async move {
            let about = about.await.ok()?;
            Some(view! { <p class="hint">"Customer since "{about.customer_since}</p> })
        })
    };
    let since_awaited = || view! { <p class="hint"><Skeleton words="Customer since 28 November 2026"/></p> };
    Some(view! {
        <div class="wrap">
            <Crumbs here="Account"/>
            <div class="two side">
                <div class="stack">
                    <div><Heading title="Account"/><p class="hint">{who}</p><Transition fallback=since_awaited>{since}</Transition></div>
                    <Profile account=account.clone()/>
                    <Email account/>
                    <Password account=of_password/>
                </div>
                <aside class="stack" aria-label="Subscriptions, sessions and leaving">
                    <Subscriptions/>
                    <Sessions session_key=session_key.clone() about end/>
                    <Delete session_key about/>
                </aside>
            </div>
        </div>
    })
}

/// Shows the saved account on every page from now on. It ignores an answer that comes after the person has changed.
fn keep_up<S: FormAction<Output = SignedIn>>(save: ServerAction<S>) {
    let here = use_account();
    on_success(save, move |saved| {
        if here.with_untracked(|here| here.as_ref().is_some_and(|here| here.session_key == saved.session_key))
        {
            here.set(Some(saved));
        }
    });
}

/// Empties the password fields once the form has worked. The form takes the result as its `node_ref`.
fn empty_passwords<S: FormAction>(change: ServerAction<S>) -> NodeRef<Form> {
    let form = NodeRef::<Form>::new();
    on_success(change, move |_| {
        let Some(form) = form.get_untracked() else { return };
        for at in 0..u32::try_from(form.length()).unwrap_or_default() {
            if let Some(field) =
                form.get_with_index(at).and_then(|field| field.dyn_into::<HtmlInputElement>().ok())
                && matches!(field.autocomplete().as_str(), "current-password" | "new-password")
            {
                field.set_value("");
            }
        }
    });
    form
}
