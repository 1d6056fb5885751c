//! Where the rules meet a request and its reply.

use axum::http::header::{ACCEPT, CACHE_CONTROL, HeaderName, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, request::Parts};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use super::{Accounts, CurrentSession, draft};
use crate::accounts::Draft;
use crate::error::Error;

/// `Set-Cookie` lines that the host wants sent along with a log-out or a withdrawn consent: those that expire the
/// Messenger's own cookies. Provided as context, if at all.
#[derive(Clone, Debug, Default)]
pub struct ExpiredCookies(pub Vec<String>);

/// Who makes the request that is being answered; the server looked it up before any page or server function ran.
pub fn current_session() -> Option<CurrentSession> {
    use_context::<Parts>()?.extensions.get::<Option<CurrentSession>>()?.clone()
}

/// The session that a form was drawn for, if it is still the one that makes the request: a page left open while someone
/// else logged in elsewhere must not change the second person's account.
pub(in crate::accounts) fn session_of_form(key: &str) -> Result<CurrentSession, Error> {
    let current = current_session();
    current.filter(|now| key.is_empty() || now.signed_in.session_key == key).ok_or(Error::LoggedOut)
}

pub(in crate::accounts) fn accounts() -> Result<Accounts, Error> {
    use_context().ok_or_else(|| Error::internal("the context holds no Accounts").with_status())
}

pub(in crate::accounts) fn headers() -> HeaderMap {
    use_context::<Parts>().map(|parts| parts.headers).unwrap_or_default()
}

/// Nothing about a session may be kept by a cache.
pub(in crate::accounts) fn no_store() {
    if let Some(reply) = use_context::<ResponseOptions>() {
        reply.insert_header(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

pub(in crate::accounts) fn set_cookie(line: &str) {
    append(SET_COOKIE, line);
}

pub(in crate::accounts) fn expire_cookies() {
    for line in use_context::<ExpiredCookies>().unwrap_or_default().0 {
        append(SET_COOKIE, &line);
    }
}

/// Sends a plain form to a page; a fetch finds its own way.
pub(in crate::accounts) fn redirect_plain_form(path: &str) {
    if is_plain_form() {
        leptos_axum::redirect(path);
    }
}

/// A refusal. A fetch gets the error's status, and the page still holds what was typed; a plain form is sent back to
/// its page, which shall show it again.
pub(in crate::accounts) fn refuse(error: Error, typed: Draft) -> Error {
    if is_plain_form()
        && let Ok(accounts) = accounts()
        && let Some(cookie) = draft::cookie(&typed, accounts.settings.secure_cookie)
    {
        set_cookie(&cookie);
    }
    error.with_status()
}

fn is_plain_form() -> bool {
    let accepts_html = |value: &HeaderValue| value.to_str().is_ok_and(|text| text.contains("text/html"));
    headers().get(ACCEPT).is_some_and(accepts_html)
}

fn append(name: HeaderName, value: &str) {
    match (use_context::<ResponseOptions>(), HeaderValue::from_str(value)) {
        (Some(reply), Ok(value)) => reply.append_header(name, value),
        _ => tracing::error!(%name, "a header could not be set"),
    }
}
