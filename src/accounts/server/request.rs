//! Where the rules meet a request and its reply.

use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, request::Parts};
use leptos::prelude::use_context;
use std::net::{IpAddr, SocketAddr};

use super::{Accounts, Caller, CurrentSession, NewSession};
use crate::accounts::{SignedIn, safe_next};
use crate::error::Error;
use crate::reply::{self, redirect_after_form, set_cookie};

/// The server's part of a reply that ends a session or withdraws consent. The Messenger's own cookies expire.
/// Provided as context, if at all.
#[derive(Clone, Copy)]
pub struct ReplyHooks {
    pub session_ended: fn(),
    pub consent_withdrawn: fn(),
}

/// The session of the request that is being answered. The server reads it before any page or server function runs.
pub fn current_session() -> Option<CurrentSession> {
    use_context::<Parts>()?.extensions.get::<Option<CurrentSession>>()?.clone()
}

/// The session that a form was drawn for, if it is still the one that makes the request.
/// A page left open while someone else logged in elsewhere must not change the second person's account.
pub fn session_of_form(key: &str) -> Result<CurrentSession, Error> {
    let current = current_session();
    current.filter(|now| key.is_empty() || now.signed_in.session_key == key).ok_or(Error::LoggedOut)
}

pub fn accounts() -> Result<Accounts, Error> {
    use_context().ok_or_else(|| Error::internal("the context holds no Accounts"))
}

/// The network address that this request came from. The server has put the client's own where the peer's stood.
pub fn client_address() -> Option<IpAddr> {
    let client = use_context::<Parts>()?.extensions.get::<ConnectInfo<SocketAddr>>().copied()?;
    Some(client.0.ip())
}

/// Returns the caller of this request.
pub(in crate::accounts) fn caller(headers: &HeaderMap) -> Caller<'_> {
    Caller { headers, address: client_address() }
}

/// Gives the browser its new session, and says whose it is.
pub(in crate::accounts) fn begin(new: NewSession, next: &str) -> SignedIn {
    set_cookie(&new.cookie);
    set_cookie(&new.browser_cookie);
    redirect_after_form(safe_next(next));
    new.session.signed_in
}

/// Takes the browser's session away, with the Messenger's own cookies and what a visitor did here before.
pub(in crate::accounts) async fn end(expired_cookie: &str, next: &str) -> Result<(), Error> {
    set_cookie(expired_cookie);
    if let Some(hooks) = use_context::<ReplyHooks>() {
        (hooks.session_ended)();
    }
    accounts()?.release_visitor_records(&reply::headers()).await?;
    redirect_after_form(next);
    Ok(())
}

pub fn consent_withdrawn() {
    if let Some(hooks) = use_context::<ReplyHooks>() {
        (hooks.consent_withdrawn)();
    }
}
