//! Whether a person's browser shows an answer, or a script reads it.

use axum::http::{HeaderMap, header::ACCEPT, request::Parts};
use leptos::prelude::use_context;

/// A browser asks for text/html where it shows the answer itself.
pub fn accepts_html(headers: &HeaderMap) -> bool {
    headers.get_all(ACCEPT).iter().any(|value| value.to_str().is_ok_and(|text| text.contains("text/html")))
}

/// Whether a form without a script made the request that is being answered.
pub fn is_plain_form() -> bool {
    use_context::<Parts>().is_some_and(|parts| accepts_html(&parts.headers))
}
