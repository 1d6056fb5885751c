//! The secret that signs and verifies identities.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::fmt;

/// The secret that signs and verifies identities, as the keys page shows it, not decoded.
#[derive(Clone, PartialEq, Eq)]
pub struct IdentitySecret(String);

impl IdentitySecret {
    /// Makes a secret of a text. `None` for an empty text: with that, anybody could sign.
    pub fn new(text: impl Into<String>) -> Option<Self> {
        Some(text.into()).filter(|text| !text.trim().is_empty()).map(Self)
    }

    /// The secret's text, for signing and for the one time that it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this secret made the signature (HMAC-SHA256). Takes as long for a wrong one as for a right one.
    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        self.mac().is_some_and(|mac| mac.chain_update(message).verify_slice(signature).is_ok())
    }

    pub(super) fn sign(&self, message: &[u8]) -> Vec<u8> {
        self.mac().map(|mac| mac.chain_update(message).finalize().into_bytes().to_vec()).unwrap_or_default()
    }

    /// The keyed HMAC. It accepts keys of any length.
    fn mac(&self) -> Option<Hmac<Sha256>> {
        Hmac::new_from_slice(self.0.as_bytes()).ok()
    }
}

impl fmt::Debug for IdentitySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdentitySecret(hidden)")
    }
}
