//! Two clocks: the browser's, and the server's as it was when the page was rendered, counted on since.

use crate::inspector::format::span;

/// The seconds by which two clocks may differ: a page takes some to arrive.
const TOLERANCE: i64 = 10;

/// The server's clock when it rendered the page, in Unix milliseconds.
#[derive(Clone, Copy, Debug, Default)]
pub struct RenderedAt(pub i64);

/// The clocks of the browser and the server, in Unix seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clocks {
    pub browser: i64,
    /// The server's clock. The findings go by this one: servers sign and verify.
    pub server: i64,
}

impl Clocks {
    /// The seconds by which the browser's clock is wrong, positive where it is ahead.
    /// Returns None where the clocks differ by no more than the tolerance.
    pub fn ahead(self) -> Option<i64> {
        let ahead = self.browser.saturating_sub(self.server);
        (ahead.saturating_abs() > TOLERANCE).then_some(ahead)
    }

    /// Says in words how far a time is from now.
    pub fn distance(self, at: i64) -> String {
        distance(at, self.server)
    }

    /// Whether a time is in the future, even if the clocks differ a little.
    pub fn is_ahead(self, at: i64) -> bool {
        at > self.server.saturating_add(TOLERANCE)
    }
}

/// Says how far a time is from now: `in 1 h 59 min`, `3 d 4 h ago`.
pub fn distance(at: i64, now: i64) -> String {
    match at.saturating_sub(now) {
        0 => "just now".to_owned(),
        ahead @ 1.. => format!("in {}", span(ahead)),
        ago => format!("{} ago", span(ago.saturating_neg())),
    }
}
