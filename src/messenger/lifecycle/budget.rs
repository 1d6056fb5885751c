//! Rule R10: how often a live session may be told something.
//!
//! The hosted Messenger takes 20 `update`s in 30 minutes and throttles what comes after; a page load or `shutdown`
//! begins anew (Intercom's developer documentation, "Javascript API: Methods", `update`). Pings may use 16 of them, eight
//! at once and then one each 225 seconds; the rest is kept for identity: R4, R8 and R9.

use super::event::Now;
use std::collections::VecDeque;

const WINDOW: i64 = 30 * 60_000;
const AT_ONCE: i64 = 8;
const REFILL: i64 = WINDOW / AT_ONCE;
const FOR_IDENTITY: usize = 4;

/// On the monotonic clock: while it stands still, nothing is refilled.
#[derive(Default)]
pub(super) struct Budget {
    /// The workspace takes any number.
    unlimited: bool,
    /// When the last eighth of what may go at once is there again.
    full_at: Option<i64>,
    /// When identity was last told, oldest first.
    identity_sent: VecDeque<i64>,
}

impl Budget {
    pub fn new(throttled: bool) -> Self {
        Self { unlimited: !throttled, ..Self::default() }
    }

    /// Milliseconds until a ping may go.
    pub fn ping_wait(&self, now: Now) -> i64 {
        let full_at = self.full_at.filter(|_| !self.unlimited).unwrap_or(now.monotonic);
        (full_at - (AT_ONCE - 1) * REFILL - now.monotonic).max(0)
    }

    /// Milliseconds until identity may be told.
    pub fn identity_wait(&self, now: Now) -> i64 {
        let oldest = self
            .identity_sent
            .front()
            .filter(|_| !self.unlimited && self.identity_sent.len() == FOR_IDENTITY);
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

    /// A shutdown resets the throttle.
    pub fn begin_anew(&mut self) {
        self.full_at = None;
        self.identity_sent.clear();
    }
}
