//! Bounded queues of the readers of a topic.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TryRecvError;

/// Items that may wait for a reader.
const QUEUE: usize = 256;

/// The queues of open streams, by topic. A queue is bounded: a reader that does not keep up is dropped.
pub struct Readers<K, T>(Queues<K, T>);

type Queues<K, T> = Arc<Mutex<HashMap<K, Vec<mpsc::Sender<T>>>>>;

/// A reader's queue of what is sent to a topic. Dropping it removes it.
pub struct Queue<K: Eq + Hash, T> {
    items: mpsc::Receiver<T>,
    topic: K,
    queues: Queues<K, T>,
}

impl<K: Eq + Hash + Clone, T: Clone> Readers<K, T> {
    /// Subscribes from now on. The queue ends where its reader is too slow.
    pub fn subscribe(&self, topic: K) -> Queue<K, T> {
        let (sender, items) = mpsc::channel(QUEUE);
        lock(&self.0).entry(topic.clone()).or_default().push(sender);
        Queue { items, topic, queues: self.0.clone() }
    }

    /// Subscribes, unless the topic has this many readers already.
    pub fn subscribe_up_to(&self, most: usize, topic: K) -> Option<Queue<K, T>> {
        let (sender, items) = mpsc::channel(QUEUE);
        let mut queues = lock(&self.0);
        if queues.get(&topic).map_or(0, Vec::len) >= most {
            return None;
        }
        queues.entry(topic.clone()).or_default().push(sender);
        Some(Queue { items, topic, queues: self.0.clone() })
    }

    pub fn send(&self, topic: &K, item: &T) {
        let mut queues = lock(&self.0);
        let Some(readers) = queues.get_mut(topic) else { return };
        readers.retain(|reader| reader.try_send(item.clone()).is_ok());
        if readers.is_empty() {
            queues.remove(topic);
        }
    }

    /// Ends the topic's queues, once what waits in them is read.
    pub fn end(&self, topic: &K) {
        lock(&self.0).remove(topic);
    }

    /// Whether somebody reads any of these topics.
    pub fn reads_any(&self, is_one: impl Fn(&K) -> bool) -> bool {
        lock(&self.0).keys().any(is_one)
    }

    /// Whether somebody reads the topic.
    pub fn is_read(&self, topic: &K) -> bool {
        lock(&self.0).contains_key(topic)
    }

    /// The topics that somebody reads.
    pub fn topics(&self) -> Vec<K> {
        lock(&self.0).keys().cloned().collect()
    }
}

impl<K: Eq + Hash, T> Queue<K, T> {
    pub async fn recv(&mut self) -> Option<T> {
        self.items.recv().await
    }

    pub fn try_recv(&mut self) -> Result<T, TryRecvError> {
        self.items.try_recv()
    }
}

impl<K: Eq + Hash, T> Drop for Queue<K, T> {
    fn drop(&mut self) {
        self.items.close();
        let mut queues = lock(&self.queues);
        if let Some(readers) = queues.get_mut(&self.topic) {
            readers.retain(|reader| !reader.is_closed());
            if readers.is_empty() {
                queues.remove(&self.topic);
            }
        }
    }
}

fn lock<K, T>(queues: &Queues<K, T>) -> MutexGuard<'_, HashMap<K, Vec<mpsc::Sender<T>>>> {
    queues.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<K, T> Default for Readers<K, T> {
    fn default() -> Self {
        Self(Queues::default())
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
        assert_eq!(slow.try_recv(), Err(TryRecvError::Disconnected));
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

    #[test]
    fn of_ten_thousand_people_who_read_once_nothing_is_left() {
        let readers = Readers::<_, ()>::default();
        for person in 0..10_000 {
            drop(readers.subscribe_up_to(5, person));
            drop(readers.subscribe(person));
        }
        assert!(lock(&readers.0).is_empty());
        let queue = readers.subscribe_up_to(1, 1);
        assert!(readers.subscribe_up_to(1, 1).is_none() && readers.subscribe_up_to(0, 2).is_none());
        drop(queue);
        assert!(lock(&readers.0).is_empty());
    }
}
