//! A logged-in person, as the host describes them.

use crate::attributes::Attributes;
use crate::session::SessionKey;

/// A logged-in person, as their token will say. Nobody at a browser's console can change what a token says.
///
/// Source: Intercom's help, "Authenticating users in the Messenger with JSON web tokens (JWTs)".
#[derive(Clone, Debug)]
pub struct Person {
    pub(super) user_id: String,
    pub(super) email: Option<String>,
    pub(super) name: Option<String>,
    pub(super) created_at: Option<i64>,
    pub(super) attributes: Attributes,
    pub(super) session_key: SessionKey,
    pub(super) session_ends_in: i64,
}

impl Person {
    /// A person and their session.
    ///
    /// - `user_id`: your id of the person. It never changes and never goes to another person; an e-mail address may do
    ///   both. If it is empty, the token call answers 500.
    /// - `session_key`: any text that is new at every log-in and opens nothing, because the browser keeps it in
    ///   localStorage. It is not the session's cookie.
    /// - `session_ends_in`: seconds until the session ends, rounded up. A token lives no longer, and two hours at most,
    ///   which is Intercom's usual default. At zero or less the session is over, and the token call answers 401.
    pub fn new(
        user_id: impl Into<String>,
        session_key: impl Into<SessionKey>,
        session_ends_in: i64,
    ) -> Self {
        Self {
            user_id: user_id.into(),
            email: None,
            name: None,
            created_at: None,
            attributes: Attributes::new(),
            session_key: session_key.into(),
            session_ends_in,
        }
    }

    /// Adds the e-mail address, if the workspace may know it.
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.email = Some(email.into());
        self
    }

    /// Adds the name, if the workspace may know it.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Adds the time at which the account was made, in Unix seconds.
    pub fn created_at(mut self, seconds: i64) -> Self {
        self.created_at = Some(seconds);
        self
    }

    /// Adds custom attributes, and the company that the person acts for. [`Attributes`] checks Intercom's limits.
    /// Intercom does not document that it takes a company from a token: where it does not, report the company by
    /// [`MessengerHandle::update`](crate::MessengerHandle::update).
    pub fn attributes(mut self, attributes: Attributes) -> Self {
        self.attributes = attributes;
        self
    }
}
