//! Signs the older proof of identity, where the feature `legacy-user-hash` asks for it.

use jsonwebtoken::crypto::sign;
use jsonwebtoken::{Algorithm, EncodingKey};

use super::workspace::IdentitySecret;
use crate::token_failure::TokenFailure;
use crate::user_hash::UserHash;

pub(super) fn sign_user_hash(
    user_id: &str,
    secret: &IdentitySecret,
) -> Result<Option<UserHash>, TokenFailure> {
    if cfg!(not(feature = "legacy-user-hash")) {
        return Ok(None);
    }
    let key = EncodingKey::from_secret(secret.as_bytes());
    let signature =
        sign(user_id.as_bytes(), &key, Algorithm::HS256).map_err(|_| TokenFailure::CannotSign)?;
    Ok(Some(UserHash {
        user_id: user_id.to_owned(),
        user_hash: hex_of(&signature),
    }))
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
    let bits: String = base64url
        .bytes()
        .map(|letter| format!("{:06b}", value(letter)))
        .collect();
    bits.as_bytes()
        .chunks_exact(8)
        .map(|byte| byte.iter().fold(0u8, |sum, bit| sum << 1 | (bit - b'0')))
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
