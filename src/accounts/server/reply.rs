//! Where the rules meet a request and its reply; the shop's rules do so too.

use axum::extract::ConnectInfo;
use axum::http::header::{CACHE_CONTROL, HeaderName, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, request::Parts};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use serde::Serialize;
use std::net::SocketAddr;

pub use super::session::cookie_value;
use super::{Accounts, Caller, CurrentSession, NewSession, draft};
use crate::accounts::{SignedIn, safe_next};
use crate::error::Error;
pub use crate::error::is_plain_form;

/// See [`go_on_at`].
const NEXT: HeaderName = HeaderName::from_static("x-next");

/// What the server does besides while a reply ends a session or withdraws consent: the Messenger's own cookies expire.
/// Provided as context, if at all.
#[derive(Clone, Copy)]
pub struct ReplyHooks {
    pub session_ended: fn(),
    pub consent_withdrawn: fn(),
}

/// Who makes the request that is being answered; the server looked it up before any page or server function ran.
pub fn current_session() -> Option<CurrentSession> {
    use_context::<Parts>()?.extensions.get::<Option<CurrentSession>>()?.clone()
}

/// The session that a form was drawn for, if it is still the one that makes the request: a page left open while someone
/// else logged in elsewhere must not change the second person's account.
pub fn session_of_form(key: &str) -> Result<CurrentSession, Error> {
    let current = current_session();
    current.filter(|now| key.is_empty() || now.signed_in.session_key == key).ok_or(Error::LoggedOut)
}

pub fn accounts() -> Result<Accounts, Error> {
    use_context().ok_or_else(|| Error::internal("the context holds no Accounts").with_status())
}

pub fn headers() -> HeaderMap {
    use_context::<Parts>().map(|parts| parts.headers).unwrap_or_default()
}

/// The server has put the client's own address where the peer's stood.
pub(in crate::accounts) fn caller(headers: &HeaderMap) -> Caller<'_> {
    let request = use_context::<Parts>();
    let client = request.and_then(|request| request.extensions.get::<ConnectInfo<SocketAddr>>().copied());
    Caller { headers, address: client.map(|client| client.0.ip()) }
}

/// Gives the browser its new session, and says whose it is.
pub(in crate::accounts) fn begin(new: NewSession, next: &str) -> SignedIn {
    set_cookie(&new.cookie);
    set_cookie(&new.browser_cookie);
    go_on_at(safe_next(next));
    new.session.signed_in
}

/// Nothing about a session may be kept by a cache.
pub fn no_store() {
    if let Some(reply) = use_context::<ResponseOptions>() {
        reply.insert_header(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

pub fn set_cookie(line: &str) {
    append(SET_COOKIE, line);
}

pub fn session_ended() {
    if let Some(hooks) = use_context::<ReplyHooks>() {
        (hooks.session_ended)();
    }
}

pub fn consent_withdrawn() {
    if let Some(hooks) = use_context::<ReplyHooks>() {
        (hooks.consent_withdrawn)();
    }
}

/// Where whoever sent a form goes on: a plain form is redirected there, a fetch is told and goes by itself.
pub fn go_on_at(path: &str) {
    if is_plain_form() {
        leptos_axum::redirect(path);
    } else if let (Some(reply), Ok(path)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(path)) {
        reply.insert_header(NEXT, path);
    }
}

/// A refusal. A fetch gets the error's status, and the page still holds what was typed; a plain form is sent back to
/// its page, which shall show it again.
pub fn refuse(error: Error, typed: impl Serialize) -> Error {
    if is_plain_form()
        && let Ok(accounts) = accounts()
        && let Some(cookie) = draft::cookie(&typed, accounts.settings.secure_cookie)
    {
        set_cookie(&cookie);
    }
    error.with_status()
}

fn append(name: HeaderName, value: &str) {
    match (use_context::<ResponseOptions>(), HeaderValue::from_str(value)) {
        (Some(reply), Ok(value)) => reply.append_header(name, value),
        _ => tracing::error!(%name, "a header could not be set"),
    }
}
