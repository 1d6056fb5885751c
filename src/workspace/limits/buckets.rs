//! Token buckets: a period's worth at once, then one by one.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::{Mutex, PoisonError};

use crate::refusal::{LimitKind, TooMany};

/// Keys of each kind that are counted at a time. A flood from more keys is seen by neither limit.
const MOST: usize = 65_536;

/// Token buckets: a period's worth at once, then one by one.
pub struct Buckets {
    kind: LimitKind,
    /// Count that a period allows. 0 is no limit.
    most: u32,
    period_ms: i64,
    /// The hash of keys. Nobody from outside can choose which keys share a bucket.
    hasher: RandomState,
    by_key: Mutex<HashMap<u64, Bucket>>,
}

struct Bucket {
    left: f64,
    at_ms: i64,
    biting: bool,
}

impl Buckets {
    pub fn new(kind: LimitKind, most: u32, period_ms: i64) -> Self {
        Self { kind, most, period_ms, hasher: RandomState::new(), by_key: Mutex::default() }
    }

    pub fn take(&self, key: impl Hash, now_ms: i64) -> Result<(), TooMany> {
        self.change(key, now_ms, 1.0)
    }

    /// Whether one may be taken, without taking it.
    pub fn would_take(&self, key: impl Hash, now_ms: i64) -> Result<(), TooMany> {
        self.change(key, now_ms, 0.0)
    }

    /// Whether something was taken or asked for this key, as far as is remembered.
    pub fn knows(&self, key: impl Hash) -> bool {
        let by_key = self.by_key.lock().unwrap_or_else(PoisonError::into_inner);
        self.most == 0 || by_key.contains_key(&self.hasher.hash_one(key))
    }

    /// Recalls what an unknown key took within the period.
    pub fn recall(&self, key: impl Hash, taken: u32, now_ms: i64) {
        let mut by_key = self.by_key.lock().unwrap_or_else(PoisonError::into_inner);
        let left = f64::from(self.most.saturating_sub(taken));
        by_key.entry(self.hasher.hash_one(key)).or_insert(Bucket { left, at_ms: now_ms, biting: false });
    }

    /// Gives back what was taken for something that did not happen.
    pub fn give_back(&self, key: impl Hash) {
        let mut by_key = self.by_key.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bucket) = by_key.get_mut(&self.hasher.hash_one(key)) {
            bucket.left = (bucket.left + 1.0).min(f64::from(self.most));
        }
    }

    fn change(&self, key: impl Hash, now_ms: i64, by: f64) -> Result<(), TooMany> {
        if self.most == 0 {
            return Ok(());
        }
        let full = f64::from(self.most);
        let refilled = |bucket: &Bucket| {
            let elapsed = now_ms.saturating_sub(bucket.at_ms).clamp(0, self.period_ms);
            (bucket.left + full * elapsed as f64 / self.period_ms as f64).min(full)
        };
        let mut by_key = self.by_key.lock().unwrap_or_else(PoisonError::into_inner);
        if by_key.len() >= MOST {
            by_key.retain(|_, bucket| refilled(bucket) < full);
            // Rather forget them all than look through them for each.
            if by_key.len() > MOST / 2 {
                by_key.clear();
            }
        }
        let bucket = by_key.entry(self.hasher.hash_one(key)).or_insert(Bucket {
            left: full,
            at_ms: now_ms,
            biting: false,
        });
        (bucket.left, bucket.at_ms) = (refilled(bucket), now_ms);
        if bucket.left >= 1.0 {
            bucket.left -= by;
            bucket.biting &= bucket.left < full / 2.0;
            return Ok(());
        }
        let first = !std::mem::replace(&mut bucket.biting, true);
        let seconds = (1.0 - bucket.left) * self.period_ms as f64 / 1_000.0 / full;
        Err(TooMany { kind: self.kind, retry_after_seconds: (seconds.ceil() as i64).max(1), first })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn per_minute(most: u32) -> Buckets {
        Buckets::new(LimitKind::PingsOfPerson, most, 60_000)
    }

    #[test]
    fn a_periods_worth_at_once_then_one_by_one() {
        let buckets = per_minute(60);
        for _ in 0..60 {
            assert_eq!(buckets.take("a", 0), Ok(()));
        }
        let refused = buckets.take("a", 0).expect_err("a limit");
        assert_eq!((refused.retry_after_seconds, refused.first), (1, true));
        assert_eq!(buckets.take("b", 0), Ok(()));
        assert_eq!(buckets.take("a", 1_000), Ok(()));
        assert!(buckets.take("a", 1_000).is_err());
    }

    #[test]
    fn whoever_waits_as_long_as_they_were_told_is_taken() {
        let buckets = Buckets::new(LimitKind::Conversations, 7, 3_600_000);
        while buckets.take("a", 0).is_ok() {}
        let wait = buckets.take("a", 0).expect_err("a limit").retry_after_seconds;
        assert!(buckets.take("a", (wait - 1) * 1_000).is_err());
        assert_eq!(buckets.take("a", wait * 1_000), Ok(()));
    }

    #[test]
    fn to_ask_takes_nothing() {
        let buckets = per_minute(1);
        assert!((0..5).all(|_| buckets.would_take("a", 0).is_ok()));
        assert_eq!(buckets.take("a", 0), Ok(()));
        assert!(buckets.would_take("a", 0).is_err());
    }

    #[test]
    fn what_is_given_back_can_be_taken_again_and_is_no_more_than_a_periods_worth() {
        let buckets = per_minute(2);
        assert!(buckets.take("a", 0).is_ok() && buckets.take("a", 0).is_ok());
        buckets.give_back("a");
        assert!(buckets.take("a", 0).is_ok() && buckets.take("a", 0).is_err());
        (0..5).for_each(|_| buckets.give_back("a"));
        assert_eq!((0..5).filter(|_| buckets.take("a", 0).is_ok()).count(), 2);
    }

    #[test]
    fn only_the_first_of_a_flood_is_recorded() {
        let buckets = per_minute(4);
        let first = |now_ms| buckets.take("a", now_ms).is_err_and(|refused| refused.first);
        // One more than may, again and again.
        assert_eq!((0..100).filter(|n| first(n * 7_500)).count(), 1);
        assert_eq!((0..5).filter(|_| first(10_000_000)).count(), 1, "and the next one, when they come back");
    }

    #[test]
    fn none_is_no_limit() {
        let buckets = per_minute(0);
        assert!((0..1_000).all(|_| buckets.take("a", 0).is_ok()));
    }

    #[test]
    fn a_flood_of_keys_costs_bounded_memory() {
        let buckets = per_minute(1);
        for n in 0..200_000 {
            let _ = buckets.take(n, n);
        }
        assert!(buckets.by_key.lock().expect("a lock").len() <= MOST);
    }
}
