//! Refused requests of a flood, counted for one entry of the feed.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::feed::PingRefused;

/// Kinds of refusals that are counted at a time. More kinds are not counted.
const MOST: usize = 256;

/// Refused requests without an entry of their own, until one entry counts them.
#[derive(Default)]
pub struct Floods(Mutex<BTreeMap<RefusalKind, FloodCount>>);

/// A kind of refusals: app, status and reason.
type RefusalKind = (String, u16, String);

struct FloodCount {
    last: PingRefused,
    count: u64,
}

impl Floods {
    pub fn count(&self, app_id: &str, refused: &PingRefused) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kind = (app_id.to_owned(), refused.status, refused.reason.clone());
        if counts.len() >= MOST && !counts.contains_key(&kind) {
            return;
        }
        let counted = counts.entry(kind).or_insert_with(|| FloodCount { last: refused.clone(), count: 0 });
        counted.last.clone_from(refused);
        counted.count += 1;
    }

    /// Takes the app and the entry of each kind. Counting begins anew.
    pub fn take(&self) -> Vec<(String, PingRefused)> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = |((app_id, ..), FloodCount { last, count }): (RefusalKind, FloodCount)| {
            (app_id, PingRefused { more: Some(count.saturating_sub(1)), ..last })
        };
        std::mem::take(&mut *counts).into_iter().map(entry).collect()
    }
}
