//! A limit of what is there at a time, for all networks together and for one.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::workspace::Network;

/// The number of permits at a time: for all networks together, and for one.
#[derive(Clone)]
pub struct ConcurrencyLimit {
    all: usize,
    of_network: usize,
    taken: Arc<Mutex<PermitCounts>>,
}

#[derive(Default)]
struct PermitCounts {
    all: usize,
    by_network: HashMap<Network, usize>,
}

/// A permit, which is given back when it is dropped.
pub struct Permit {
    network: Network,
    taken: Arc<Mutex<PermitCounts>>,
}

/// The one of the two numbers that is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitReached {
    Network,
    All,
}

impl ConcurrencyLimit {
    pub fn new(all: usize, of_network: usize) -> Self {
        Self { all, of_network, taken: Arc::default() }
    }

    pub fn take(&self, network: Network) -> Result<Permit, LimitReached> {
        let mut taken = lock(&self.taken);
        if taken.by_network.get(&network).is_some_and(|here| *here >= self.of_network) {
            return Err(LimitReached::Network);
        }
        if taken.all >= self.all {
            return Err(LimitReached::All);
        }
        taken.all += 1;
        *taken.by_network.entry(network).or_default() += 1;
        Ok(Permit { network, taken: self.taken.clone() })
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut taken = lock(&self.taken);
        taken.all = taken.all.saturating_sub(1);
        match taken.by_network.get_mut(&self.network) {
            Some(here) if *here > 1 => *here -= 1,
            _ => _ = taken.by_network.remove(&self.network),
        }
    }
}

/// Locks what is shared. A panic of one task does not keep the others out.
pub fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_has_so_many_permits_of_all_and_one_that_is_dropped_is_free_again() {
        let limit = ConcurrencyLimit::new(5, 3);
        let [one, other, third] = [1, 2, 3].map(|last| Network::V4([192, 0, 2, last]));
        let mut held: Vec<_> = (0..3).map(|_| limit.take(one).expect("a permit")).collect();
        assert_eq!(limit.take(one).err(), Some(LimitReached::Network));
        held.extend((0..2).map(|_| limit.take(other).expect("each network has its own")));
        assert_eq!(limit.take(third).err(), Some(LimitReached::All));
        held.pop();
        assert!(limit.take(third).is_ok());
        held.clear();
        let taken = lock(&limit.taken);
        assert!(taken.all == 0 && taken.by_network.is_empty(), "nothing is kept of who is gone");
    }
}
