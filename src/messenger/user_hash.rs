//! The older proof of identity, beside the token, for as long as a workspace is being moved to tokens. With both, the
//! token wins. A server with the feature `legacy-user-hash` sends it; see `server::user_hash`.
//!
//! Source: Intercom's help, "Migrating from Identity Verification to Messenger Security with JWTs".

#[cfg(feature = "ssr")]
use serde::Serialize;

/// A `user_id` in clear, and its HMAC-SHA256 in lower-case hexadecimal. Names are those of the widget's settings.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "ssr", derive(Serialize))]
pub struct UserHash {
    pub(crate) user_id: String,
    pub(crate) user_hash: String,
}
