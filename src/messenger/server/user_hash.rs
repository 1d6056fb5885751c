//! Signs the older proof of identity.

use super::super::token_failure::TokenFailure;
use super::super::user_hash::UserHash;
use super::workspace::IdentitySecret;

pub(super) fn sign_user_hash(user_id: &str, secret: &IdentitySecret) -> Result<UserHash, TokenFailure> {
    let key = jsonwebtoken::EncodingKey::from_secret(secret.as_bytes());
    let signature = jsonwebtoken::crypto::sign(user_id.as_bytes(), &key, jsonwebtoken::Algorithm::HS256)
        .map_err(|_| TokenFailure::CannotSign)?;
    Ok(UserHash::new(user_id.to_owned(), hex_of(&signature)))
}

/// Converts base64url, in which tokens are written (RFC 4648, section 5), to hexadecimal: six bits a letter.
fn hex_of(base64url: &str) -> String {
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'-' => 62,
        _ => 63,
    };
    let bits: String = base64url.bytes().map(|letter| format!("{:06b}", value(letter))).collect();
    bits.as_bytes()
        .chunks_exact(8)
        .map(|byte| byte.iter().fold(0u8, |sum, bit| sum << 1 | (bit - b'0')))
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
