//! A ping whose identity was verified.

use super::Ping;
use crate::identity::User;
use crate::outbound::Candidates;
use crate::people::refusals::Refusals;
use crate::people::sessions::Bearer;

/// A ping, and the user whom its identity proved or stated.
pub struct VerifiedPing {
    pub ping: Ping,
    pub bearer: Bearer,
    pub user: Option<User>,
    /// Refused fields that a signed token alone may set.
    pub withheld: Refusals,
    /// The messages that may appear on the ping's page.
    pub candidates: Candidates,
}
