//! Reads a token's claims. Verifies nothing: the workspace does.

use serde_json::{Map, Value};

/// The claims of `header.payload`.
pub fn claims(token: &str) -> Map<String, Value> {
    let payload = token.split('.').nth(1).and_then(from_base64url);
    payload.and_then(|json| serde_json::from_slice(&json).ok()).unwrap_or_default()
}

/// The person's name, or what else tells who it is.
pub fn name(token: &str) -> String {
    let claims = claims(token);
    let text = |claim: &str| claims.get(claim).and_then(Value::as_str).map(str::to_owned);
    text("name").or_else(|| text("email")).or_else(|| text("user_id")).unwrap_or_else(|| "User".to_owned())
}

/// RFC 4648, section 5, without padding.
fn from_base64url(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut count) = (0u32, 0);
    for letter in text.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    Some(bytes)
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
    fn what_is_no_token_has_no_claims() {
        for text in ["", "a", "a.b", "a.%%%", "a.!", "..", "e30.W10"] {
            assert!(claims(text).is_empty(), "{text}");
        }
    }
}
