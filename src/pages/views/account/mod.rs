//! `/account`: name and company, e-mail, password, where one is logged in, and the way out for good.

mod delete;
mod email;
mod password;
mod profile;
mod sessions;

use leptos::prelude::*;

use super::{RequireLogIn, Subscriptions};
use crate::accounts::{about_account, use_account};
use crate::components::{Crumbs, Heading};
use delete::Delete;
use email::Email;
use password::Password;
use profile::Profile;
use sessions::Sessions;

/// Only for people who are logged in.
#[component]
pub fn AccountPage() -> impl IntoView {
    view! { <RequireLogIn><Account/></RequireLogIn> }
}

#[component]
fn Account() -> impl IntoView {
    let account = use_account().get_untracked()?;
    let who = format!("{} · {}", account.role.label(), account.email);
    let (session_key, of_password) = (account.session_key.clone(), account.clone());
    let aside = Suspend::new(async move {
        let about = about_account().await;
        let chat_is_forgotten = about.as_ref().is_ok_and(|about| about.chat_is_forgotten);
        view! {
            <Sessions session_key=session_key.clone() about/>
            <Delete session_key chat_is_forgotten/>
        }
    });
    Some(view! {
        <div class="wrap">
            <Crumbs here="Account"/>
            <div class="two side">
                <div class="stack">
                    <div><Heading title="Account"/><p class="hint">{who}</p></div>
                    <Profile account=account.clone()/>
                    <Email account/>
                    <Password account=of_password/>
                </div>
                <aside class="stack" aria-label="Subscriptions, sessions and leaving">
                    <Subscriptions/>
                    {aside}
                </aside>
            </div>
        </div>
    })
}
