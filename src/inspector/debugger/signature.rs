//! The ways to make a key of a secret, and which of them signed a token.

use crate::inspector::token::from_base64url;

/// A way to make a key of the secret that was entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretReading {
    /// The only right one: the secret as Intercom shows it.
    AsShown,
    /// The secret without the white space around it.
    Trimmed,
    /// The bytes that the secret stands for if it is taken as base64.
    Decoded,
}

/// Whether the secret made the signature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Signed {
    /// The signature was not checked: no secret was given, or there is nothing to check.
    #[default]
    NotAsked,
    /// The browser is checking the signature.
    Checking,
    /// The browser has no cryptography for pages that are not served securely.
    CannotCheck,
    By {
        reading: SecretReading,
        /// The field holds white space around the secret.
        spaced: bool,
    },
    ByAnother,
}

/// The keys to try, in order.
pub fn readings(secret: &str) -> Vec<(SecretReading, Vec<u8>)> {
    let trimmed = secret.trim();
    let mut keys = vec![(SecretReading::AsShown, secret.as_bytes().to_vec())];
    if trimmed.len() < secret.len() {
        keys.push((SecretReading::Trimmed, trimmed.as_bytes().to_vec()));
    }
    let in_url_letters = trimmed.trim_end_matches('=').replace('+', "-").replace('/', "_");
    keys.extend(from_base64url(&in_url_letters).map(|key| (SecretReading::Decoded, key)));
    keys.retain(|(_, key)| !key.is_empty());
    keys
}
