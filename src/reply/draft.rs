//! A cookie carries what was typed into a refused form over the redirect to its page.

use axum::http::{HeaderMap, request::Parts};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use leptos::prelude::use_context;
use leptos::server::ServerActionError;
use serde::{Serialize, de::DeserializeOwned};

use super::cookie::{cookie_line, cookie_value, set_cookie};
use crate::error::{Error, is_plain_form};

const COOKIE_NAME: &str = "draft";
/// The seconds for which a browser keeps a draft.
pub const DRAFT_SECONDS: i64 = 60;
/// The most bytes of a draft: browsers drop cookies beyond 4 KB.
const LONGEST: usize = 3000;

/// Whether people reach the site by https. The server provides it to each request.
#[derive(Clone, Copy)]
pub struct SecureDraft(pub bool);

/// A refusal. A fetch gets the error's status, and the page still holds what was typed; a plain form is sent back to
/// its page, which shall show it again.
pub fn refuse(error: Error, typed: impl Serialize) -> Error {
    if is_plain_form()
        && let Some(SecureDraft(secure)) = use_context()
        && let Some(line) = cookie(&typed, secure)
    {
        set_cookie(&line);
    }
    error
}

/// The `Set-Cookie` line; none for what is too long to carry.
fn cookie(draft: &impl Serialize, secure: bool) -> Option<String> {
    let value = BASE64_URL_SAFE_NO_PAD.encode(serde_json::to_vec(draft).ok()?);
    (value.len() <= LONGEST).then(|| cookie_line(COOKIE_NAME, &value, DRAFT_SECONDS, secure))
}

fn in_cookie<T: DeserializeOwned>(headers: &HeaderMap) -> Option<T> {
    let value = cookie_value(headers, COOKIE_NAME)?;
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(value).ok()?).ok()
}

/// The text that was typed, on a page that a refused form has just come back to; nothing on any other.
pub fn typed<T: DeserializeOwned + Default>() -> T {
    let came_back = use_context::<ServerActionError>().is_some();
    let draft = || in_cookie(&use_context::<Parts>()?.headers);
    came_back.then(draft).flatten().unwrap_or_default()
}
