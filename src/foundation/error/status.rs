//! The HTTP status of a page that is being rendered.

use super::Error;

/// Gives the page the status of what went wrong in it.
#[cfg(feature = "ssr")]
pub fn set_status(error: &Error) {
    if let Some(options) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
        options.set_status(error.status());
    }
}

/// Does nothing: a page in the browser has no status.
#[cfg(not(feature = "ssr"))]
pub fn set_status(_: &Error) {}
