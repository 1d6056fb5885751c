//! A ping whose identity was verified.

use super::Ping;
use crate::identity::User;
use crate::outbound::Candidates;
use crate::people::refusals::Refusals;
use crate::people::sessions::Bearer;

/// A ping, and who it was believed to come from.
pub struct VerifiedPing {
    pub ping: Ping,
    pub bearer: Bearer,
    pub user: Option<User>,
    /// What it says that only a token may.
    pub withheld: Refusals,
    /// The messages that may appear on its page.
    pub candidates: Candidates,
}
