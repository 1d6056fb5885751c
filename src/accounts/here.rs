//! Who is here, as a page asks for it and ends it by itself.

use leptos::prelude::*;

use super::SignedIn;
use crate::error::Error;
use crate::json::LightJson;

#[cfg(feature = "ssr")]
use super::server::reply;

/// Open to everybody: whoever is logged out already stays so.
#[server(endpoint = "log_out", output = LightJson)]
pub async fn log_out() -> Result<(), Error> {
    reply::no_store();
    let session = super::current_session();
    let expired = reply::accounts()?.log_out(&reply::headers(), session.as_ref()).await;
    let expired = expired.map_err(Error::with_status)?;
    reply::set_cookie(&expired);
    reply::session_ended();
    reply::go_on_at("/");
    Ok(())
}

/// Who the server takes this browser for: for pages that suspect their session has ended. Does not count as use.
#[server(endpoint = "current_account", output = LightJson)]
pub async fn current_account() -> Result<Option<SignedIn>, Error> {
    reply::no_store();
    Ok(super::current_session().map(|session| session.signed_in))
}
