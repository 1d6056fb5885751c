//! The cookies of a request, and those that a reply sets.

use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

pub fn cookie_value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(found, value)| (found == name).then_some(value))
}

/// A `Set-Cookie` line for the whole site. No script reads the cookie, and no form of another site brings it along.
/// `secure`: people reach the site by https.
pub fn cookie_line(name: &str, value: &str, max_age: i64, secure: bool) -> String {
    let secure = if secure { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; Max-Age={max_age}; HttpOnly; SameSite=Lax{secure}")
}

/// Adds a whole `Set-Cookie` line.
pub fn set_cookie(line: &str) {
    match (use_context::<ResponseOptions>(), HeaderValue::from_str(line)) {
        (Some(reply), Ok(line)) => reply.append_header(SET_COOKIE, line),
        _ => tracing::error!("a cookie could not be set"),
    }
}
