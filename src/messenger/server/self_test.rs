//! Whether tokens can be signed: asked at start, because better a server that says why than a Messenger that knows
//! nobody.

use leptos::logging::warn;
use std::fmt;

use super::claims::can_sign_and_verify;
use super::workspace::IdentitySecret;

/// The fewest bytes of a key for HS256. Source: RFC 7518, section 3.2.
const SHORTEST_KEY: usize = 32;

/// Signs and verifies once. Call it at start. A weak secret that works is reported to the console, as Intercom made it.
///
/// # Errors
///
/// Says what has to change: the secret, or how jsonwebtoken is built.
pub fn self_test(secret: &IdentitySecret) -> Result<(), SelfTestError> {
    if let Some(warning) = secret.check()? {
        warn!("{warning}");
    }
    Ok(())
}

impl IdentitySecret {
    /// [`self_test`] for a server with a log of its own: gives the warning instead of reporting it.
    ///
    /// # Errors
    ///
    /// The errors of [`self_test`].
    pub fn check(&self) -> Result<Option<SecretWarning>, SelfTestError> {
        let secret = self.as_bytes();
        if secret.is_empty() {
            return Err(SelfTestError::EmptySecret);
        }
        if self.has_space_around() {
            return Err(SelfTestError::SpaceAround);
        }
        if !can_sign_and_verify(self) {
            return Err(SelfTestError::NoBackend);
        }
        Ok((secret.len() < SHORTEST_KEY).then_some(SecretWarning::Short))
    }
}

/// Why no token could be signed, or none that the workspace takes. The text says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelfTestError {
    /// The secret is empty.
    EmptySecret,
    /// White space at the beginning or end would be a part of the key.
    SpaceAround,
    /// jsonwebtoken has no cryptography.
    NoBackend,
}

impl fmt::Display for SelfTestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EmptySecret => "the identity secret is empty: copy it whole from the workspace's settings",
            Self::SpaceAround => {
                "the identity secret has white space around it: take it off where the server reads the secret; a line \
                 break at the end of an environment variable changes the key"
            }
            Self::NoBackend => {
                "tokens cannot be signed: build jsonwebtoken with one of its crypto features, such as rust_crypto"
            }
        })
    }
}

impl std::error::Error for SelfTestError {}

/// A weakness of a secret that works. The text says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretWarning {
    /// Shorter than 32 bytes (RFC 7518, section 3.2).
    Short,
}

impl fmt::Display for SecretWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Short => {
                "the identity secret is shorter than 32 bytes, which RFC 7518 asks of a key for HS256: copy it whole from \
                 the workspace's settings, or make a new one there"
            }
        })
    }
}
