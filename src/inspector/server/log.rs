//! The newest messages of the app's lane, in memory.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// The most messages that the log keeps, and the most bytes, whichever it reaches first.
const KEPT: usize = 10_000;
const KEPT_BYTES: usize = 8 << 20;

/// Numbered messages in order, as the text that readers get. Clones share them.
#[derive(Clone)]
pub struct Log {
    inner: Arc<Mutex<LogState>>,
    latest: Arc<watch::Sender<u64>>,
}

struct LogState {
    kept: VecDeque<(u64, String)>,
    bytes: usize,
}

impl Log {
    /// Makes an empty log, whose numbers go on from the clock's milliseconds.
    /// A reader with a number from before a restart therefore misses nothing.
    pub fn new(now_ms: i64) -> Self {
        let inner = LogState { kept: VecDeque::new(), bytes: 0 };
        let before = u64::try_from(now_ms).unwrap_or_default();
        Self { inner: Arc::new(Mutex::new(inner)), latest: Arc::new(watch::Sender::new(before)) }
    }

    /// Appends a message, which `message` makes of its number.
    pub fn append(&self, message: impl FnOnce(u64) -> String) {
        let mut log = self.lock();
        let number = *self.latest.borrow() + 1;
        let message = message(number);
        log.bytes += message.len();
        log.kept.push_back((number, message));
        while log.kept.len() > KEPT || log.bytes > KEPT_BYTES {
            let Some((_, oldest)) = log.kept.pop_front() else { break };
            log.bytes -= oldest.len();
        }
        // Under the lock: whoever is woken finds it.
        self.latest.send_replace(number);
    }

    /// Messages with a number above `after`, in order: at most `most`, and fewer where they are large.
    pub fn after(&self, after: u64, most: usize, most_bytes: usize) -> Vec<(u64, String)> {
        let log = self.lock();
        let start = log.kept.partition_point(|(number, _)| *number <= after);
        let mut bytes = 0;
        let fits = |(at, (_, message)): &(usize, &(u64, String))| {
            bytes += message.len();
            *at == 0 || (*at < most && bytes <= most_bytes)
        };
        log.kept.range(start..).enumerate().take_while(fits).map(|(_, kept)| kept.clone()).collect()
    }

    /// The last message's number; changes wake the receiver.
    pub fn latest(&self) -> watch::Receiver<u64> {
        self.latest.subscribe()
    }

    fn lock(&self) -> MutexGuard<'_, LogState> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(sizes: &[usize]) -> Log {
        let log = Log::new(0);
        sizes.iter().for_each(|size| log.append(|_| "x".repeat(*size)));
        log
    }

    fn numbers(page: &[(u64, String)]) -> Vec<u64> {
        page.iter().map(|(number, _)| *number).collect()
    }

    #[test]
    fn a_page_holds_so_many_messages_and_bytes_and_the_next_goes_on() {
        let log = log(&[4, 4, 4, 50, 1, 1, 1, 1]);
        let (mut pages, mut after) = (Vec::new(), 0);
        loop {
            let page = numbers(&log.after(after, 3, 10));
            let Some(last) = page.last() else { break };
            after = *last;
            pages.push(page);
        }
        assert_eq!(pages, [vec![1, 2], vec![3], vec![4], vec![5, 6, 7], vec![8]], "a large one comes alone");
    }

    #[test]
    fn the_oldest_goes_when_there_are_too_many_messages_or_bytes() {
        let many = log(&[1; KEPT + 3]).after(0, usize::MAX, usize::MAX);
        assert_eq!((many.len(), many.first().map(|(number, _)| *number)), (KEPT, Some(4)));
        let large = log(&[KEPT_BYTES / 2; 5]).after(0, usize::MAX, usize::MAX);
        assert_eq!(numbers(&large), [4, 5]);
    }
}
