use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::mpsc;

/// Items that may wait for one reader.
const QUEUE: usize = 256;

/// The queues of open streams, by topic. A queue is bounded: a reader that does not keep up is dropped.
pub struct Readers<K, T>(Mutex<HashMap<K, Vec<mpsc::Sender<T>>>>);

impl<K: Eq + Hash + Clone, T: Clone> Readers<K, T> {
    /// From now on. The receiver ends where its reader is too slow.
    pub fn subscribe(&self, topic: K) -> mpsc::Receiver<T> {
        add(self.lock().entry(topic).or_default())
    }

    /// The same; None where the topic has so many readers already.
    pub fn subscribe_up_to(&self, most: usize, topic: K) -> Option<mpsc::Receiver<T>> {
        let mut topics = self.lock();
        let readers = topics.entry(topic).or_default();
        readers.retain(|reader| !reader.is_closed());
        (readers.len() < most).then(|| add(readers))
    }

    pub fn send(&self, topic: &K, item: &T) {
        let mut topics = self.lock();
        let Some(readers) = topics.get_mut(topic) else { return };
        readers.retain(|reader| reader.try_send(item.clone()).is_ok());
        if readers.is_empty() {
            topics.remove(topic);
        }
    }

    /// Ends the topic's queues, once what waits in them is read.
    pub fn end(&self, topic: &K) {
        self.lock().remove(topic);
    }

    /// The topics that somebody reads.
    pub fn topics(&self) -> Vec<K> {
        let mut topics = self.lock();
        topics.retain(|_, readers| readers.iter().any(|reader| !reader.is_closed()));
        topics.keys().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<K, Vec<mpsc::Sender<T>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn add<T>(readers: &mut Vec<mpsc::Sender<T>>) -> mpsc::Receiver<T> {
    let (sender, receiver) = mpsc::channel(QUEUE);
    readers.push(sender);
    receiver
}

impl<K, T> Default for Readers<K, T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_does_not_keep_up_is_dropped_and_the_others_are_not() {
        let readers = Readers::default();
        let mut slow = readers.subscribe("a");
        (0..QUEUE).for_each(|number| readers.send(&"a", &number));
        let mut other = readers.subscribe("a");
        readers.send(&"a", &999);
        assert_eq!(std::iter::from_fn(|| slow.try_recv().ok()).count(), QUEUE);
        assert!(slow.try_recv().is_err() && slow.is_closed());
        assert_eq!(other.try_recv(), Ok(999));
    }

    #[test]
    fn a_topic_has_so_many_readers_and_one_that_is_closed_gives_its_place_back() {
        let readers = Readers::<_, ()>::default();
        let mut open: Vec<_> =
            (0..5).map(|_| readers.subscribe_up_to(5, "marit").expect("a place")).collect();
        assert!(readers.subscribe_up_to(5, "marit").is_none());
        let tomas = readers.subscribe_up_to(5, "tomas");
        assert!(tomas.is_some(), "each topic has its own");
        open.pop();
        assert!(readers.subscribe_up_to(5, "marit").is_some());
        drop(tomas);
        assert_eq!(readers.topics(), ["marit"], "nobody reads the other one any more");
    }
}
