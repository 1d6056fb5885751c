//! Who is here: the server functions, and what the pages share of them.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Who is logged in, as far as their own browser may know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account {
    pub user_id: String,
    pub email: String,
    pub name: String,
}

/// The forms' actions, and who is here since the last of them.
#[derive(Clone, Copy)]
pub struct Auth {
    pub log_in: ServerAction<LogIn>,
    pub log_out: ServerAction<LogOut>,
    pub save_profile: ServerAction<SaveProfile>,
    pub account: Resource<Result<Option<Account>, ServerFnError>>,
}

pub fn provide_auth() {
    let (log_in, log_out, save_profile) = (ServerAction::new(), ServerAction::new(), ServerAction::new());
    let account = Resource::new(
        move || (log_in.version().get(), log_out.version().get(), save_profile.version().get()),
        |_| current_account(),
    );
    provide_context(Auth { log_in, log_out, save_profile, account });
}

pub fn use_auth() -> Auth {
    expect_context()
}

#[server(endpoint = "current_account")]
pub async fn current_account() -> Result<Option<Account>, ServerFnError> {
    let session = leptos_axum::extract().await?;
    Ok(server::signed_in(&session).await?)
}

#[server(endpoint = "log_in")]
pub async fn log_in(email: String, #[server(default)] next: String) -> Result<(), ServerFnError> {
    let person = crate::people::by_email(&email);
    crate::sessions::begin(&leptos_axum::extract().await?, &person.user_id).await?;
    leptos_axum::redirect(server::own_path(&next));
    Ok(())
}

#[server(endpoint = "log_out")]
pub async fn log_out() -> Result<(), ServerFnError> {
    let session: tower_sessions::Session = leptos_axum::extract().await?;
    session.flush().await?;
    leptos_axum::redirect("/");
    Ok(())
}

/// For the account page, which sends everybody else to the log-in page.
#[server(endpoint = "profile")]
pub async fn profile() -> Result<Option<Account>, ServerFnError> {
    let account = current_account().await?;
    if account.is_none() {
        leptos_axum::redirect("/login?next=%2Faccount");
    }
    Ok(account)
}

#[server(endpoint = "save_profile")]
pub async fn save_profile(name: String) -> Result<(), ServerFnError> {
    let account = current_account().await?.ok_or_else(|| ServerFnError::new("nobody is logged in"))?;
    crate::people::rename(&account.user_id, name);
    Ok(())
}

#[cfg(feature = "ssr")]
pub use server::signed_in;

#[cfg(feature = "ssr")]
mod server {
    use tower_sessions::{Session, session::Error};

    use super::Account;
    use crate::{people, sessions};

    /// Whose session it is.
    pub async fn signed_in(session: &Session) -> Result<Option<Account>, Error> {
        let Some(user_id) = sessions::user_id(session).await? else { return Ok(None) };
        Ok(people::by_id(&user_id).map(|person| Account {
            user_id: person.user_id,
            email: person.email,
            name: person.name,
        }))
    }

    /// Where a person is sent on after the log-in: never to another site.
    pub fn own_path(next: &str) -> &str {
        let is_own = next.starts_with('/') && !next.starts_with("//") && !next.contains('\\');
        if is_own { next } else { "/account" }
    }
}
