//! How often one person and one address may ping. Kept in memory, each server for itself.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, RandomState};
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// How many are counted at a time, of each kind. Whoever floods from more is seen by neither limit.
const MOST: usize = 65_536;
const MINUTE_MS: i64 = 60_000;

/// Token buckets: a minute's worth at once, then one by one.
pub struct Limits {
    person: Buckets,
    address: Buckets,
}

/// A ping above a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany {
    pub whose: Whose,
    pub retry_after_seconds: i64,
    /// The first since they kept within it: the one that is recorded.
    pub first: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Person,
    Address,
}

struct Buckets {
    whose: Whose,
    /// 0: no limit.
    per_minute: u32,
    /// Nobody from outside can choose what falls together.
    hasher: RandomState,
    by_key: Mutex<HashMap<u64, Bucket>>,
}

struct Bucket {
    left: f64,
    at_ms: i64,
    biting: bool,
}

impl Limits {
    /// Pings a minute; 0 is no limit.
    pub fn new(per_person: u32, per_address: u32) -> Self {
        Self {
            person: Buckets::new(Whose::Person, per_person),
            address: Buckets::new(Whose::Address, per_address),
        }
    }

    /// Whoever holds this: a session's credential, a token, a visitor cookie.
    pub fn person(&self, holds: &str, now_ms: i64) -> Result<(), TooMany> {
        self.person.take(holds, now_ms)
    }

    /// A network of IPv6 is one household, whatever its addresses.
    pub fn address(&self, address: IpAddr, now_ms: i64) -> Result<(), TooMany> {
        match address.to_canonical() {
            IpAddr::V4(address) => self.address.take(address.octets().as_slice(), now_ms),
            IpAddr::V6(address) => self.address.take(&address.octets()[..8], now_ms),
        }
    }
}

impl Buckets {
    fn new(whose: Whose, per_minute: u32) -> Self {
        Self { whose, per_minute, hasher: RandomState::new(), by_key: Mutex::default() }
    }

    fn take(&self, key: impl Hash, now_ms: i64) -> Result<(), TooMany> {
        if self.per_minute == 0 {
            return Ok(());
        }
        let full = f64::from(self.per_minute);
        let refilled = |bucket: &Bucket| {
            let elapsed = now_ms.saturating_sub(bucket.at_ms).clamp(0, MINUTE_MS);
            (bucket.left + full * elapsed as f64 / MINUTE_MS as f64).min(full)
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
            bucket.left -= 1.0;
            bucket.biting &= bucket.left < full / 2.0;
            return Ok(());
        }
        let first = !std::mem::replace(&mut bucket.biting, true);
        let seconds = (1.0 - bucket.left) * 60.0 / full;
        Err(TooMany { whose: self.whose, retry_after_seconds: (seconds.ceil() as i64).max(1), first })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minutes_worth_at_once_then_one_by_one() {
        let limits = Limits::new(60, 0);
        for _ in 0..60 {
            assert_eq!(limits.person("a", 0), Ok(()));
        }
        let refused = limits.person("a", 0).expect_err("a limit");
        assert_eq!((refused.whose, refused.retry_after_seconds, refused.first), (Whose::Person, 1, true));
        assert_eq!(limits.person("b", 0), Ok(()));
        assert_eq!(limits.person("a", 1_000), Ok(()));
        assert!(limits.person("a", 1_000).is_err());
    }

    #[test]
    fn only_the_first_of_a_flood_is_recorded() {
        let limits = Limits::new(4, 0);
        let first = |now_ms| limits.person("a", now_ms).is_err_and(|refused| refused.first);
        // One more than may, again and again.
        assert_eq!((0..100).filter(|n| first(n * 7_500)).count(), 1);
        assert_eq!((0..5).filter(|_| first(10_000_000)).count(), 1, "and the next one, when they come back");
    }

    #[test]
    fn none_is_no_limit() {
        let limits = Limits::new(0, 0);
        assert!((0..1_000).all(|_| limits.person("a", 0).is_ok()));
    }

    #[test]
    fn a_network_of_ipv6_counts_as_one_address() {
        let limits = Limits::new(0, 1);
        let take = |address: &str| limits.address(address.parse().expect("an address"), 0).is_ok();
        assert!(take("2001:db8:1:2::1") && !take("2001:db8:1:2:ffff::2") && take("2001:db8:1:3::1"));
        assert!(take("192.0.2.1") && !take("::ffff:192.0.2.1") && take("192.0.2.2"));
    }

    #[test]
    fn a_flood_of_addresses_costs_bounded_memory() {
        let limits = Limits::new(1, 0);
        for n in 0..200_000 {
            let _ = limits.person.take(n, n);
        }
        assert!(limits.person.by_key.lock().expect("a lock").len() <= MOST);
    }
}
