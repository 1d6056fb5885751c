//! A NUL in an address or a form is refused before anything reads it: PostgreSQL has none in a text, and a query with one
//! fails with its whole transaction.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use serde_json::Value;

use super::failure::{answer, refuse};
use crate::error::Error;

/// Answers 400 to an address that holds a NUL, whatever it leads to.
pub async fn refuse_in_address(request: Request, next: Next) -> Response {
    let (path, query) = (request.uri().path(), request.uri().query().unwrap_or_default());
    match holds_one(path) || holds_one(query) {
        true => refused(&in_form(query).unwrap_or_default(), request.headers()),
        false => next.run(request).await,
    }
}

/// Answers 400 to a server function's arguments that hold a NUL.
pub async fn refuse_in_body(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    // It is in memory already, and of a limited length.
    let bytes = match to_bytes(body, usize::MAX).await {
        Ok(bytes) => bytes,
        Err(error) => return refuse(Error::internal(error), &parts.headers),
    };
    match in_body(&bytes) {
        None => next.run(Request::from_parts(parts, Body::from(bytes))).await,
        Some(field) => refused(&field, &parts.headers),
    }
}

fn refused(field: &str, headers: &HeaderMap) -> Response {
    let message = "This holds a NUL, a character that cannot be stored. Type it anew.";
    answer(StatusCode::BAD_REQUEST, Error::invalid(field, message), headers)
}

/// The field that holds a NUL.
/// A server function reads its own kind of body, whatever the content type says: so both kinds are searched.
fn in_body(body: &Bytes) -> Option<String> {
    let body = std::str::from_utf8(body).ok()?;
    // JSON has no other way to write it.
    let json = || serde_json::from_str(body).ok().and_then(|json| in_json(&json, ""));
    in_form(body).or_else(|| body.contains("\\u0000").then(json).flatten())
}

fn in_form(pairs: &str) -> Option<String> {
    let mut pairs = pairs.split('&').filter_map(|pair| pair.split_once('='));
    // A text in JSON may look like a pair, but for its name.
    let (name, _) = pairs.find(|(name, value)| holds_one(value) && name.bytes().all(is_of_a_name))?;
    let name = name.replace("%5B", "[").replace("%5D", "]");
    Some(name.trim_end_matches(']').rsplit('[').next().unwrap_or_default().to_owned())
}

fn is_of_a_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-.[]%".contains(&byte)
}

/// The name of the field that is nearest to a NUL.
fn in_json(value: &Value, field: &str) -> Option<String> {
    match value {
        Value::String(text) => text.contains('\0').then(|| field.to_owned()),
        Value::Array(items) => items.iter().find_map(|item| in_json(item, field)),
        Value::Object(fields) => fields.iter().find_map(|(name, value)| match name.contains('\0') {
            true => Some(field.to_owned()),
            false => in_json(value, name),
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

/// Whether a text holds a NUL, escaped or not.
fn holds_one(text: &str) -> bool {
    text.contains("%00") || text.contains('\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nul_is_found_in_forms_and_json_with_its_field_and_words_that_look_alike_are_left_alone() {
        for (body, field) in [
            ("a=1&text=x%00", Some("text")),
            ("text=\0", Some("text")),
            ("address[city]=%00", Some("city")),
            ("address%5Bcity%5D=%00", Some("city")),
            (r#"{"draft":{"title":"a\u0000"},"id":1}"#, Some("title")),
            (r#"{"pages":[{"value":"/"},{"value":"\u0000"}]}"#, Some("value")),
            (r#"{"settings":{"a\u0000":1}}"#, Some("settings")),
            // Read as a form.
            (r#"{"x":"&app_id=%00&"}"#, Some("app_id")),
            ("text=%2500&more=%5Cu0000", None),
            (r#"{"text":"a\\u0000 and /search?q=%00"}"#, None),
            (r#"{"text":"\ud800"}"#, None),
            ("{", None),
            ("", None),
        ] {
            assert_eq!(in_body(&Bytes::from_static(body.as_bytes())).as_deref(), field, "{body}");
        }
    }
}
