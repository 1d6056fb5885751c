//! Log-in, log-out, profile and password as the browser calls them, from a plain form or by fetch.
//!
//! A plain form is answered with a redirect. A fetch never is: the page first tells the session signal who is here and
//! then navigates by itself, so that nothing in between shows the wrong person.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::SignedIn;
use crate::error::Error;

#[cfg(feature = "ssr")]
use super::{Draft, safe_next, server::reply};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedIn {
    pub account: SignedIn,
    /// A path of this site.
    pub next: String,
}

/// Open to everybody.
#[server(endpoint = "log_in")]
pub async fn log_in(
    email: String,
    password: String,
    #[server(default)] next: String,
) -> Result<LoggedIn, Error> {
    reply::no_store();
    let new = reply::accounts()?
        .log_in(&reply::headers(), &email, &password)
        .await
        .map_err(|error| reply::refuse(error, Draft { email: Some(email), name: None }))?;
    reply::set_cookie(&new.cookie);
    let next = safe_next(&next);
    reply::redirect_plain_form(next);
    Ok(LoggedIn { account: new.session.signed_in, next: next.to_owned() })
}

/// Open to everybody: whoever is logged out already stays so.
#[server(endpoint = "log_out")]
pub async fn log_out() -> Result<(), Error> {
    reply::no_store();
    let expired = reply::accounts()?.log_out(&reply::headers()).await.map_err(Error::with_status)?;
    reply::set_cookie(&expired);
    reply::expire_cookies();
    reply::redirect_plain_form("/");
    Ok(())
}

/// Who the server takes this browser for: for pages that suspect their session has ended. Does not count as use.
#[server(endpoint = "current_account")]
pub async fn current_account() -> Result<Option<SignedIn>, Error> {
    reply::no_store();
    Ok(super::current_session().map(|session| session.signed_in))
}

/// For whoever is logged in: ends all their sessions, this one too.
#[server(endpoint = "log_out_everywhere")]
pub async fn log_out_everywhere(#[server(default)] session_key: String) -> Result<(), Error> {
    reply::no_store();
    let expired =
        async { reply::accounts()?.log_out_everywhere(&reply::session_of_form(&session_key)?).await };
    reply::set_cookie(&expired.await.map_err(Error::with_status)?);
    reply::expire_cookies();
    reply::redirect_plain_form("/");
    Ok(())
}

/// For whoever is logged in: this session goes on, all others of the account end.
#[server(endpoint = "change_password")]
pub async fn change_password(
    current_password: String,
    new_password: String,
    #[server(default)] session_key: String,
) -> Result<(), Error> {
    reply::no_store();
    let changed = async {
        let session = reply::session_of_form(&session_key)?;
        reply::accounts()?.change_password(&session, &current_password, &new_password).await
    };
    reply::set_cookie(&changed.await.map_err(Error::with_status)?);
    reply::redirect_plain_form("/account?password_changed=1");
    Ok(())
}

/// For whoever is logged in. `session_key` says whom the form was drawn for.
#[server(endpoint = "save_profile")]
pub async fn save_profile(
    name: String,
    email: String,
    #[server(default)] session_key: String,
) -> Result<SignedIn, Error> {
    reply::no_store();
    let saved = async {
        reply::accounts()?.save_profile(&reply::session_of_form(&session_key)?, &name, &email).await
    };
    let typed = Draft { name: Some(name.clone()), email: Some(email.clone()) };
    let saved = saved.await.map_err(|error| reply::refuse(error, typed))?;
    reply::redirect_plain_form("/account?saved=1");
    Ok(saved)
}
