use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::broadcast;

/// How many entries are remembered.
const KEPT: usize = 10_000;
/// How far a reader may fall behind before it has to subscribe again.
const LAG: usize = 1_024;

/// Numbered entries in order, and their live end. Cheap to clone.
pub struct Log<T>(Arc<Mutex<Inner<T>>>);

struct Inner<T> {
    kept: VecDeque<(u64, T)>,
    next: u64,
    live: broadcast::Sender<T>,
}

impl<T> Clone for Log<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Clone> Log<T> {
    /// Counts from the clock's milliseconds: a reader that comes back after a restart with the last number it saw then
    /// misses nothing.
    pub fn new(now_ms: i64) -> Self {
        let next = u64::try_from(now_ms).unwrap_or_default();
        Self(Arc::new(Mutex::new(Inner { kept: VecDeque::new(), next, live: broadcast::channel(LAG).0 })))
    }

    /// Appends what `entry` makes of its number.
    pub fn append(&self, entry: impl FnOnce(u64) -> T) {
        let mut log = self.lock();
        let number = log.next;
        let entry = entry(number);
        log.next += 1;
        if log.kept.len() == KEPT {
            log.kept.pop_front();
        }
        log.kept.push_back((number, entry.clone()));
        // Fails when nobody listens.
        _ = log.live.send(entry);
    }

    /// The entries that are kept with a number above `after` (0: all), and a receiver of all that follow, with no gap
    /// and no repeat between the two. A receiver that lagged subscribes again, after the last number it saw.
    pub fn subscribe(&self, after: u64) -> (Vec<T>, broadcast::Receiver<T>) {
        let log = self.lock();
        // Under one lock with `append`: whatever is not in the list yet will be received.
        let receiver = log.live.subscribe();
        let start = log.kept.partition_point(|(number, _)| *number <= after);
        (log.kept.range(start..).map(|(_, entry)| entry.clone()).collect(), receiver)
    }

    fn lock(&self) -> MutexGuard<'_, Inner<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
