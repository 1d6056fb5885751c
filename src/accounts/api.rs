//! Log-in, log-out and profile as the browser calls them, from a plain form or by fetch.
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
    reply::set_log_out_cookies();
    reply::redirect_plain_form("/");
    Ok(())
}

/// Who the server takes this browser for: for pages that suspect their session has ended. Does not count as use.
#[server(endpoint = "current_account")]
pub async fn current_account() -> Result<Option<SignedIn>, Error> {
    reply::no_store();
    Ok(super::current_session().map(|session| session.signed_in))
}

/// For whoever is logged in. `session_key` says whom the form was drawn for: a page left open while someone else logged
/// in elsewhere must not write the first person's name over the second's.
#[server(endpoint = "save_profile")]
pub async fn save_profile(
    name: String,
    email: String,
    #[server(default)] session_key: String,
) -> Result<SignedIn, Error> {
    reply::no_store();
    let saved = async {
        let session = super::current_session()
            .filter(|session| session_key.is_empty() || session.signed_in.session_key == session_key)
            .ok_or(Error::LoggedOut)?;
        reply::accounts()?.save_profile(&session, &name, &email).await
    };
    let typed = Draft { name: Some(name.clone()), email: Some(email.clone()) };
    let saved = saved.await.map_err(|error| reply::refuse(error, typed))?;
    reply::redirect_plain_form("/account?saved=1");
    Ok(saved)
}
