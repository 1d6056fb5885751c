use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::broadcast;

use super::{FeedEntry, FeedKind};
use crate::clock::Clock;

/// How many entries are remembered.
pub const KEPT: usize = 10_000;
/// How far a reader may fall behind before it has to subscribe again.
const LAG: usize = 1_024;

/// The log and its live end. Cheap to clone.
#[derive(Clone)]
pub struct Feed {
    clock: Clock,
    log: Arc<Mutex<Log>>,
}

struct Log {
    kept: VecDeque<FeedEntry>,
    next: u64,
    live: broadcast::Sender<FeedEntry>,
}

impl Feed {
    /// Starts counting at the clock's milliseconds: a reader that comes back after a restart with the last number it
    /// saw then misses nothing.
    pub(in crate::workspace) fn new(clock: Clock) -> Self {
        let next = u64::try_from(clock.millis()).unwrap_or_default();
        let log = Log { kept: VecDeque::new(), next, live: broadcast::channel(LAG).0 };
        Self { clock, log: Arc::new(Mutex::new(log)) }
    }

    pub(in crate::workspace) fn append(&self, app_id: &str, ping_id: Option<&str>, kind: FeedKind) {
        let mut log = self.lock();
        let entry = FeedEntry {
            number: log.next,
            at_ms: self.clock.millis(),
            app_id: app_id.to_owned(),
            ping_id: ping_id.map(str::to_owned),
            kind,
        };
        log.next += 1;
        if log.kept.len() == KEPT {
            log.kept.pop_front();
        }
        log.kept.push_back(entry.clone());
        // Fails when nobody listens.
        _ = log.live.send(entry);
    }

    /// The entries that are kept with a number above `after` (0: all), and a receiver of all that follow, with no gap
    /// and no repeat between the two. A receiver that lagged subscribes again, after the last number it saw.
    pub fn subscribe(&self, after: u64) -> (Vec<FeedEntry>, broadcast::Receiver<FeedEntry>) {
        let log = self.lock();
        // Under one lock with `append`: whatever is not in the list yet will be received.
        let receiver = log.live.subscribe();
        let start = log.kept.partition_point(|entry| entry.number <= after);
        (log.kept.range(start..).cloned().collect(), receiver)
    }

    fn lock(&self) -> MutexGuard<'_, Log> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
