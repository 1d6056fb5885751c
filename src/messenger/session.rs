//! Who is here, as the host app says (rule R1: there is no second truth).

use serde::{Deserialize, Serialize};

/// Tells one log-in from the next. Opaque, no secret: it opens nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionKey(pub String);

/// What the host's signal holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Session {
    /// Not known at the moment: what is there stays, nothing new begins.
    #[default]
    Unknown,
    Visitor,
    User {
        key: SessionKey,
        /// New whenever the person's name, e-mail or company change.
        revision: i64,
    },
}

impl Session {
    pub fn user(key: impl Into<String>, revision: i64) -> Self {
        Self::User { key: SessionKey(key.into()), revision }
    }

    pub fn key(&self) -> Option<&SessionKey> {
        match self {
            Self::User { key, .. } => Some(key),
            Self::Unknown | Self::Visitor => None,
        }
    }
}
