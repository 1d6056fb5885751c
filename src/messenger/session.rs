//! The session of the person at the browser, as the host app says. There is no second source (rule R1).

use serde::{Deserialize, Serialize};
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher, Hash};

/// Distinguishes one log-in from the next. It is no secret: it opens nothing. Any text, new at every log-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionKey(pub String);

impl From<String> for SessionKey {
    fn from(key: String) -> Self {
        Self(key)
    }
}

impl From<&str> for SessionKey {
    fn from(key: &str) -> Self {
        Self(key.to_owned())
    }
}

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
        /// The session key that the host gives to `Person::new` on the server.
        key: SessionKey,
        /// Any number that changes whenever the person's name, e-mail or company changes.
        revision: i64,
    },
}

impl Session {
    /// A person who is logged in, with the session key that the host gives to `Person::new` on the server. The revision
    /// is 0, for people whose name, e-mail and company do not change while a page is open; see [`Self::revision`].
    pub fn user(key: impl Into<SessionKey>) -> Self {
        Self::User {
            key: key.into(),
            revision: 0,
        }
    }

    /// Sets the revision: any number that changes whenever the person's name, e-mail or company changes, such as the
    /// time of the last change. The widget then gets a token that says the new data. Without a user it does nothing.
    pub fn revision(mut self, number: i64) -> Self {
        if let Self::User { revision, .. } = &mut self {
            *revision = number;
        }
        self
    }

    /// [`Self::revision`] by a hash of the data that may change: `.revision_of((name, email))`.
    pub fn revision_of(self, data: impl Hash) -> Self {
        let hash = BuildHasherDefault::<DefaultHasher>::default().hash_one(data);
        self.revision(hash as i64)
    }

    pub(crate) fn key(&self) -> Option<&SessionKey> {
        match self {
            Self::User { key, .. } => Some(key),
            Self::Unknown | Self::Visitor => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_data_make_another_revision_of_a_user_and_the_same_data_the_same() {
        let of = |name: &str| Session::user("a").revision_of((name, "crew@tidewater.example"));
        assert_eq!(of("Marit"), of("Marit"));
        assert_ne!(of("Marit"), of("Marit Lie"));
        assert_ne!(of("Marit"), Session::user("a"));
        assert_eq!(Session::Visitor.revision_of("Marit"), Session::Visitor);
    }
}
