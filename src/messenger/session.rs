//! The session of the person at the browser, as the host app says. There is no second source (rule R1).

use serde::{Deserialize, Serialize};

/// Distinguishes one log-in from the next. It is no secret: it opens nothing. Any text, new at every log-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionKey(pub String);

/// The value of the host's signal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Session {
    /// The host does not know at the moment: it still loads, or its request failed. The person in the widget stays, and
    /// nobody new begins.
    #[default]
    Unknown,
    /// Nobody is logged in.
    Visitor,
    /// A person is logged in.
    User {
        /// The text of `Person::session_key` on the server.
        key: SessionKey,
        /// Any number that changes whenever the person's name, e-mail or company changes.
        revision: i64,
    },
}

impl Session {
    /// A person who is logged in: see [`Session::User`].
    pub fn user(key: impl Into<String>, revision: i64) -> Self {
        Self::User {
            key: SessionKey(key.into()),
            revision,
        }
    }

    pub(crate) fn key(&self) -> Option<&SessionKey> {
        match self {
            Self::User { key, .. } => Some(key),
            Self::Unknown | Self::Visitor => None,
        }
    }
}
