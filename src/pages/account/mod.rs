//! `/account`: name and e-mail, password, and the way out everywhere.

mod field;
mod form;
mod password;
mod profile;

use leptos::prelude::*;

use super::RequireLogIn;
use super::log_out::LogOutEverywhere;
use crate::accounts::use_account;
use crate::components::{Crumbs, Heading};
use password::Password;
use profile::Profile;

/// Only for people who are logged in.
#[component]
pub fn AccountPage() -> impl IntoView {
    view! { <RequireLogIn><Account/></RequireLogIn> }
}

#[component]
fn Account() -> impl IntoView {
    let account = use_account();
    // Another log-in is another person: their forms are new ones, not the last person's with the old values.
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
                        account.map(|account| view! { <Profile account=account.clone()/><Password session_key=account.session_key/> })
                    }}
                </div>
                <aside class="stack" aria-label="Sessions">
                    {move || whose.get().map(|session_key| view! { <LogOutEverywhere session_key/> })}
                </aside>
            </div>
        </div>
    }
}
