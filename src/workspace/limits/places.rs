use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Network, TooMany};

/// How many of a network are here.
type Taken = Arc<Mutex<HashMap<Network, usize>>>;

/// So many for each network at a time.
pub struct Places {
    most: usize,
    taken: Taken,
}

/// Given back when it is dropped.
pub struct Place {
    network: Network,
    taken: Taken,
}

impl Places {
    pub fn new(most: usize) -> Self {
        Self { most, taken: Taken::default() }
    }

    pub fn take(&self, network: Network) -> Result<Place, TooMany> {
        let mut taken = lock(&self.taken);
        let here = taken.entry(network).or_default();
        if *here >= self.most {
            return Err(TooMany::STREAMS);
        }
        *here += 1;
        Ok(Place { network, taken: self.taken.clone() })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = lock(&self.taken);
        match taken.get_mut(&self.network) {
            Some(here) if *here > 1 => *here -= 1,
            _ => _ = taken.remove(&self.network),
        }
    }
}

fn lock(taken: &Taken) -> MutexGuard<'_, HashMap<Network, usize>> {
    taken.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_has_so_many_places_and_one_that_is_left_is_free_again() {
        let places = Places::new(200);
        let (one, other) = (Network::V4([192, 0, 2, 1]), Network::V4([192, 0, 2, 2]));
        let mut held: Vec<_> = (0..200).map(|_| places.take(one).expect("a place")).collect();
        assert_eq!(places.take(one).err(), Some(TooMany::STREAMS));
        assert!(places.take(other).is_ok(), "each network has its own");
        held.pop();
        assert!(places.take(one).is_ok());
        held.clear();
        assert!(lock(&places.taken).is_empty(), "nothing is kept of who is gone");
    }
}
