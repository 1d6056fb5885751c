//! Two clocks: the browser's, and the server's as it was when the page was rendered, counted on since.

use crate::inspector::format::span;

/// How far two clocks may differ before it is worth a word; a page takes a while to come, too.
const TOLERANCE: i64 = 10;

/// For the page: the server's clock, in Unix milliseconds.
#[derive(Clone, Copy, Debug, Default)]
pub struct RenderedAt(pub i64);

/// Unix seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clocks {
    pub browser: i64,
    /// It decides: whoever signs and whoever verifies are servers.
    pub server: i64,
}

impl Clocks {
    /// By how much the browser's is wrong: positive where it is ahead.
    pub fn ahead(self) -> Option<i64> {
        let ahead = self.browser.saturating_sub(self.server);
        (ahead.saturating_abs() > TOLERANCE).then_some(ahead)
    }

    /// How far this is from now.
    pub fn distance(self, at: i64) -> String {
        distance(at, self.server)
    }

    /// Whether this lies ahead, with room for clocks that differ a little.
    pub fn is_ahead(self, at: i64) -> bool {
        at > self.server.saturating_add(TOLERANCE)
    }
}

/// `in 1 h 59 min`, `3 d 4 h ago`.
pub fn distance(at: i64, now: i64) -> String {
    match at.saturating_sub(now) {
        0 => "just now".to_owned(),
        ahead @ 1.. => format!("in {}", span(ahead)),
        ago => format!("{} ago", span(ago.saturating_neg())),
    }
}
