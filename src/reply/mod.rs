//! The parts of a request and of its reply that every server function may use.
//!
//! It reads headers and cookies, sets cookies, forbids caches and redirects a plain form. A refused form keeps what was
//! typed in a [`draft`].

mod cookie;
mod draft;

pub use cookie::{cookie_line, cookie_value, set_cookie};
pub use draft::{DRAFT_SECONDS, SecureDraft, refuse, typed};

use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, HeaderValue, request::Parts};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use crate::error::{Error, is_plain_form};

pub fn headers() -> HeaderMap {
    use_context::<Parts>().map(|parts| parts.headers).unwrap_or_default()
}

/// No cache may keep what belongs to one person.
pub fn no_store() {
    if let Some(reply) = use_context::<ResponseOptions>() {
        reply.insert_header(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// Awaits an answer for one person: no cache keeps it, and a refusal gives the reply its status.
pub async fn private<T>(answer: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    no_store();
    answer.await
}

/// Awaits the answer to a form of one person, as [`private`] does. A refused plain form keeps what was typed.
pub async fn private_form<T>(
    typed: impl serde::Serialize,
    answer: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    no_store();
    answer.await.map_err(|error| refuse(error, typed))
}

/// Redirects the browser that sent a plain form. A page that fetched goes on by itself.
pub fn redirect_after_form(path: &str) {
    if is_plain_form() {
        leptos_axum::redirect(path);
    }
}
