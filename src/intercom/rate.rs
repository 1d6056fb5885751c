//! The rate limit that an answer of Intercom's REST API names.

use axum::http::HeaderMap;

/// The calls that are left in the current slice of time. Some answers lack it.
/// Source: Intercom's documentation, "Rate limiting".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RateLimit {
    /// The number of calls in a slice, ten seconds long.
    pub limit: Option<u64>,
    pub remaining: Option<u64>,
    /// The time at which there are all calls again, in Unix seconds.
    pub reset_at: Option<i64>,
}

/// The body of an answer, and how much more may be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<T> {
    pub body: T,
    pub rate: RateLimit,
}

impl RateLimit {
    pub(super) fn read(headers: &HeaderMap) -> Self {
        Self {
            limit: number(headers, "x-ratelimit-limit"),
            remaining: number(headers, "x-ratelimit-remaining"),
            reset_at: number(headers, "x-ratelimit-reset"),
        }
    }

    /// The time until which nothing more may be asked, if so, in Unix seconds.
    pub fn spent_until(&self) -> Option<i64> {
        self.reset_at.filter(|_| self.remaining == Some(0))
    }
}

pub(super) fn number<N: std::str::FromStr>(headers: &HeaderMap, name: &str) -> Option<N> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}
