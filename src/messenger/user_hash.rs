//! The older proof of identity, beside the token, for as long as a workspace is being moved to tokens. With both, the
//! token wins.
//!
//! Source: Intercom's help, "Migrating from Identity Verification to Messenger Security with JWTs".

#[cfg(feature = "ssr")]
use serde::Serialize;

#[cfg(feature = "ssr")]
use super::{server::IdentitySecret, token::TokenFailure};

/// A `user_id` in clear, and its HMAC-SHA256 in lower-case hexadecimal.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ssr", derive(Serialize))]
pub struct UserHash {
    user_id: String,
    hash: String,
}

impl UserHash {
    #[cfg(feature = "ssr")]
    pub(super) fn of(user_id: &str, secret: &IdentitySecret) -> Result<Self, TokenFailure> {
        let key = jsonwebtoken::EncodingKey::from_secret(secret.as_bytes());
        let signature = jsonwebtoken::crypto::sign(user_id.as_bytes(), &key, jsonwebtoken::Algorithm::HS256)
            .map_err(|_| TokenFailure::CannotSign)?;
        Ok(Self { user_id: user_id.to_owned(), hash: hex_of(&signature) })
    }

    #[cfg(not(feature = "ssr"))]
    pub(super) fn received(user_id: String, hash: String) -> Self {
        Self { user_id, hash }
    }

    #[cfg(not(feature = "ssr"))]
    pub(super) fn settings(&self) -> [(&'static str, &str); 2] {
        [("user_id", &self.user_id), ("user_hash", &self.hash)]
    }
}

/// From the base64url that tokens are written in (RFC 4648, section 5), six bits a letter, to hexadecimal.
#[cfg(feature = "ssr")]
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
