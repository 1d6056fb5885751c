//! Who is here, as a page asks for it and ends it by itself.

use leptos::prelude::*;

use super::{Consent, SignedIn, current_consent};
use crate::error::Error;
use crate::json::LightJson;

#[cfg(feature = "ssr")]
use super::server::request;
#[cfg(feature = "ssr")]
use crate::reply;

/// Open to everybody: whoever is logged out already stays so.
#[server(endpoint = "log_out", output = LightJson)]
pub async fn log_out() -> Result<(), Error> {
    reply::no_store();
    let session = super::current_session();
    let expired = request::accounts()?.log_out(&reply::headers(), session.as_ref()).await;
    let expired = expired.map_err(Error::with_status)?;
    reply::set_cookie(&expired);
    request::session_ended();
    reply::go_on_at("/");
    Ok(())
}

/// Who the server takes this browser for: for pages that suspect their session has ended. Does not count as use.
#[server(endpoint = "current_account", output = LightJson)]
pub async fn current_account() -> Result<Option<SignedIn>, Error> {
    reply::no_store();
    Ok(super::current_session().map(|session| session.signed_in))
}

/// Asks the server whether things are still as this page knows them.
pub async fn look_again(account: RwSignal<Option<SignedIn>>, consent: Consent, woken: bool) {
    let before = account.get_untracked();
    // An answer from before a log-in or log-out of this page is about the past.
    if let Ok(now) = current_account().await
        && account.get_untracked() == before
    {
        account.set(now);
    }
    // A page that was frozen heard nothing of a withdrawal. An answer from before a press is past, too.
    let (wanted, busy) = (consent.wanted.get_untracked(), consent.busy.get_untracked());
    if woken
        && let Ok(given) = current_consent().await
        && !busy
        && !consent.busy.get_untracked()
        && consent.wanted.get_untracked() == wanted
    {
        consent.answered_elsewhere(given);
    }
}
