//! Reads a token's claims. Verifies nothing: the workspace does.

use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::{Map, Value};

use crate::workspace::feed::FeedPerson;

/// Why a part of a token cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnreadablePart {
    NotBase64url,
    /// The part is no JSON, or JSON that is no object.
    NotJson,
}

/// The claims of `header.payload`.
pub fn claims(token: &str) -> Map<String, Value> {
    part(token, 1).unwrap_or_default()
}

pub fn header(token: &str) -> Map<String, Value> {
    part(token, 0).unwrap_or_default()
}

fn part(token: &str, at: usize) -> Option<Map<String, Value>> {
    token.split('.').nth(at).and_then(|part| object(part).ok())
}

/// Reads the header or the payload.
pub fn object(part: &str) -> Result<Map<String, Value>, UnreadablePart> {
    let json = from_base64url(part).ok_or(UnreadablePart::NotBase64url)?;
    serde_json::from_slice(&json).map_err(|_| UnreadablePart::NotJson)
}

/// The person's name, else the e-mail address, else the id.
pub fn name(token: &str) -> String {
    let claims = claims(token);
    let text = |claim: &str| claims.get(claim).and_then(Value::as_str).map(str::to_owned);
    text("name").or_else(|| text("email")).or_else(|| text("user_id")).unwrap_or_else(|| "User".to_owned())
}

/// The person that the token names, as a [`FeedPerson`].
pub fn person(token: &str) -> FeedPerson {
    let user_id = claims(token).get("user_id").and_then(Value::as_str).map(str::to_owned);
    FeedPerson { name: name(token), user_id, verified: false }
}

/// The token's header and claims. They may be shown, because nobody can use them.
pub fn without_signature(token: &str) -> &str {
    let end = token.match_indices('.').nth(1).map_or(token.len(), |(at, _)| at);
    &token[..end]
}

/// Removes secrets from a call's arguments: signatures of tokens, and the older `user_hash`.
pub fn strip_secrets(arguments: &mut Value) {
    match arguments {
        Value::String(text) if looks_signed(text) => *text = format!("{}.…", without_signature(text)),
        Value::Array(values) => values.iter_mut().for_each(strip_secrets),
        Value::Object(named) => {
            for (name, value) in named {
                if name == "user_hash" {
                    *value = Value::from("…");
                } else {
                    strip_secrets(value);
                }
            }
        }
        _ => {}
    }
}

fn looks_signed(text: &str) -> bool {
    part(text, 0).is_some() && text.split('.').count() == 3
}

/// Decodes base64url without padding (RFC 4648, section 5).
pub fn from_base64url(text: &str) -> Option<Vec<u8>> {
    // Some encoders leave bits in the last letter.
    const ENGINE: GeneralPurpose = GeneralPurpose::new(
        &URL_SAFE,
        GeneralPurposeConfig::new()
            .with_decode_padding_mode(DecodePaddingMode::RequireNone)
            .with_decode_allow_trailing_bits(true),
    );
    ENGINE.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_of_a_token_are_read_whatever_their_alphabet() {
        // {"name":"Ünal Åse","user_id":"u?>"}
        let token = "e30.eyJuYW1lIjoiw5xuYWwgw4VzZSIsInVzZXJfaWQiOiJ1Pz4ifQ";
        assert_eq!(name(token), "Ünal Åse");
        assert_eq!(claims(token)["user_id"], "u?>");
    }

    #[test]
    fn arguments_keep_everything_but_what_could_be_used() {
        let mut arguments = serde_json::json!({
            "app_id": "a.b.c",
            "nested": [{ "intercom_user_jwt": "e30.eyJuYW1lIjoiTSJ9.c2lnbmF0dXJl" }],
            "user_hash": "0123abcd",
        });
        strip_secrets(&mut arguments);
        assert_eq!(
            arguments,
            serde_json::json!({
                "app_id": "a.b.c",
                "nested": [{ "intercom_user_jwt": "e30.eyJuYW1lIjoiTSJ9.…" }],
                "user_hash": "…",
            })
        );
    }

    #[test]
    fn what_is_no_token_has_no_claims() {
        for text in ["", "a", "a.b", "a.%%%", "a.!", "..", "e30.W10"] {
            assert!(claims(text).is_empty(), "{text}");
        }
    }
}
