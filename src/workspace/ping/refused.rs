//! A refused request as an entry of the feed.

use super::Ping;
use crate::edge;
use crate::feed::{FeedKind, PingRefused};
use crate::refusal::Refusal;

/// The feed's entry for a refused request. Of a body that is no ping, it knows nothing.
pub fn refused(refusal: &Refusal, ping: Option<&Ping>) -> FeedKind {
    FeedKind::PingRefused(PingRefused {
        call: ping.map(|ping| ping.call),
        url: ping.map(|ping| ping.page.url.clone()),
        status: edge::status(refusal),
        reason: refusal.to_string(),
        fix: edge::fix(refusal).to_owned(),
        checks: match refusal {
            Refusal::Identity(refused) => refused.checks.clone(),
            _ => Vec::new(),
        },
        more: None,
    })
}
