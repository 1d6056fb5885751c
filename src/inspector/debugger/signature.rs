//! How a secret may have become a key, and what a signature shows of that.

use crate::inspector::token::from_base64url;

/// A way to make a key of what stands in the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretReading {
    /// The only right one: the secret as Intercom shows it.
    AsShown,
    /// Without the white space around it.
    Trimmed,
    /// The bytes that it stands for if it is taken as base64.
    Decoded,
}

/// What signature and secret have to do with each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Signed {
    /// No secret was given, or there is nothing to check.
    #[default]
    NotAsked,
    /// That is being found out.
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
