//! How many updates a live session may send. Rule R10.
//!
//! The hosted Messenger takes 20 `update`s in 30 minutes and throttles further ones. A page load or `shutdown` resets
//! the count (Intercom's developer documentation, "Javascript API: Methods", `update`). Pings use at most 16 of them:
//! eight at once, then one each 225 seconds. The other four are for identity: R4, R8 and R9.

use super::event::Now;
use std::collections::VecDeque;

/// The milliseconds in which the workspace counts updates.
const WINDOW: i64 = 30 * 60_000;
const PINGS_AT_ONCE: i64 = 8;
const REFILL: i64 = WINDOW / PINGS_AT_ONCE;
const FOR_IDENTITY: usize = 4;

/// The updates that a live session may still send. Times are of the monotonic clock: while it stands still, nothing
/// refills.
#[derive(Default)]
pub(super) struct Budget {
    /// Whether the workspace takes any number of updates.
    unlimited: bool,
    /// The moment when all eight pings may go at once again.
    full_at: Option<i64>,
    /// The moments of the last updates with identity, oldest first.
    identity_sent: VecDeque<i64>,
}

impl Budget {
    pub fn new(throttled: bool) -> Self {
        Self {
            unlimited: !throttled,
            ..Self::default()
        }
    }

    /// Milliseconds until a ping may go.
    pub fn ping_wait(&self, now: Now) -> i64 {
        let full_at = self
            .full_at
            .filter(|_| !self.unlimited)
            .unwrap_or(now.monotonic);
        (full_at - (PINGS_AT_ONCE - 1) * REFILL - now.monotonic).max(0)
    }

    /// Milliseconds until an update with identity may go.
    pub fn identity_wait(&self, now: Now) -> i64 {
        let full = !self.unlimited && self.identity_sent.len() == FOR_IDENTITY;
        let oldest = self.identity_sent.front().filter(|_| full);
        oldest.map_or(0, |oldest| (oldest + WINDOW - now.monotonic).max(0))
    }

    pub fn spend_on_ping(&mut self, now: Now) {
        let full_at = self.full_at.unwrap_or(now.monotonic).max(now.monotonic);
        self.full_at = Some(full_at + REFILL);
    }

    pub fn spend_on_identity(&mut self, now: Now) {
        if self.identity_sent.len() == FOR_IDENTITY {
            self.identity_sent.pop_front();
        }
        self.identity_sent.push_back(now.monotonic);
    }

    /// Forgets the sent updates: a shutdown resets the throttle.
    pub fn reset(&mut self) {
        self.full_at = None;
        self.identity_sent.clear();
    }
}
