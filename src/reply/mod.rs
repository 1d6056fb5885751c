//! What every server function may read of its request and write into its reply.
//!
//! It reads headers and cookies, sets cookies, forbids caches and redirects a plain form. A refused form keeps what was
//! typed in a [`draft`].

mod cookie;
mod draft;

pub use cookie::{cookie_value, set_cookie};
pub use draft::{SecureDraft, refuse, typed};

use axum::http::header::{CACHE_CONTROL, HeaderName};
use axum::http::{HeaderMap, HeaderValue, request::Parts};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

use crate::error::is_plain_form;

/// See [`go_on_at`].
const NEXT: HeaderName = HeaderName::from_static("x-next");

pub fn headers() -> HeaderMap {
    use_context::<Parts>().map(|parts| parts.headers).unwrap_or_default()
}

/// No cache may keep what belongs to one person.
pub fn no_store() {
    if let Some(reply) = use_context::<ResponseOptions>() {
        reply.insert_header(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// The next address after a form: a plain form is redirected there; a page that fetched gets the address and goes.
pub fn go_on_at(path: &str) {
    if is_plain_form() {
        leptos_axum::redirect(path);
    } else if let (Some(reply), Ok(path)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(path)) {
        reply.insert_header(NEXT, path);
    }
}
