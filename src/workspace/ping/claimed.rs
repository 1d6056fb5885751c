//! A ping whose identity was verified.

use super::Ping;
use crate::identity::User;
use crate::outbound::Candidates;
use crate::people::refusals::Refusals;
use crate::platform::Platform;

/// A ping, and who it was believed to come from.
pub struct Claimed {
    pub ping: Ping,
    pub platform: Platform,
    pub user: Option<User>,
    /// Of the session that it rides on.
    pub credential: Option<String>,
    /// What it says that only a token may.
    pub withheld: Refusals,
    /// The messages that may appear on its page.
    pub candidates: Candidates,
}
