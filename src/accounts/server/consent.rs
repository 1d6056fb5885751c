//! The cookie that keeps a browser's answer.

use axum::http::{HeaderMap, request::Parts};
use leptos::prelude::use_context;

use super::Accounts;
use super::known_browser::BROWSER_SECONDS;
use crate::reply::{cookie_line, cookie_value};

const COOKIE_NAME: &str = "chat";

/// Whether consent is given where this browser never answered. The server's context holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConsentByDefault(pub bool);

impl Accounts {
    /// The `Set-Cookie` line that keeps the answer.
    pub(in crate::accounts) fn consent_cookie(&self, given: bool) -> String {
        let value = if given { "on" } else { "off" };
        cookie_line(COOKIE_NAME, value, BROWSER_SECONDS, self.settings.secure_cookie)
    }
}

fn in_cookie(headers: &HeaderMap) -> Option<bool> {
    match cookie_value(headers, COOKIE_NAME)? {
        "on" => Some(true),
        "off" => Some(false),
        _ => None,
    }
}

/// The answer of the request's browser; the setting's where it never answered.
pub fn consent_here() -> bool {
    let answer = use_context::<Parts>().and_then(|request| in_cookie(&request.headers));
    answer.or_else(|| use_context().map(|ConsentByDefault(given)| given)).unwrap_or_default()
}
