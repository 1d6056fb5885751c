use std::fmt;

/// What signs and verifies identity tokens: the text as it is shown, not decoded.
#[derive(Clone, PartialEq, Eq)]
pub struct IdentitySecret(String);

impl IdentitySecret {
    /// `None` for an empty text: with that, anybody could sign.
    pub fn new(text: impl Into<String>) -> Option<Self> {
        Some(text.into()).filter(|text| !text.trim().is_empty()).map(Self)
    }

    /// For the signing and verifying hand only.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for IdentitySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("IdentitySecret(hidden)")
    }
}
