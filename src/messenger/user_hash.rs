//! The older proof of identity, beside the token, for as long as a workspace is being moved to tokens. With both, the
//! token wins.
//!
//! Source: Intercom's help, "Migrating from Identity Verification to Messenger Security with JWTs".

#[cfg(feature = "ssr")]
use serde::Serialize;

/// A `user_id` in clear, and its HMAC-SHA256 in lower-case hexadecimal.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ssr", derive(Serialize))]
pub struct UserHash {
    user_id: String,
    hash: String,
}

impl UserHash {
    pub(super) fn new(user_id: String, hash: String) -> Self {
        Self { user_id, hash }
    }

    #[cfg(not(feature = "ssr"))]
    pub(super) fn settings(&self) -> [(&'static str, &str); 2] {
        [("user_id", &self.user_id), ("user_hash", &self.hash)]
    }
}
