//! The coffees that are sold out, held in memory: every list of coffees asks for them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How long a change of stock that another server made may stay unseen, in milliseconds.
const UNSEEN_MS: i64 = 1_000;

/// The slugs that the database named last.
#[derive(Default)]
pub struct SoldOut(Mutex<Memory>);

#[derive(Default)]
struct Memory {
    slugs: Option<Arc<[String]>>,
    read_at_ms: i64,
    changes: u64,
}

/// The number of changes of stock by this server before a read began.
#[derive(Clone, Copy)]
pub struct Changes(u64);

impl SoldOut {
    /// Returns the slugs, if they were read within the last second and this server has not changed the stock since. If not, the
    /// error is for [`Self::keep`].
    pub fn read_lately(&self, now_ms: i64) -> Result<Arc<[String]>, Changes> {
        let memory = self.memory();
        let is_late = !(0..UNSEEN_MS).contains(&(now_ms - memory.read_at_ms));
        memory.slugs.clone().filter(|_| !is_late).ok_or(Changes(memory.changes))
    }

    /// Keeps what a read found, unless a change of stock overtook the read.
    pub fn keep(&self, slugs: &Arc<[String]>, read_at_ms: i64, Changes(before): Changes) {
        let mut memory = self.memory();
        if memory.changes == before {
            memory.slugs = Some(Arc::clone(slugs));
            memory.read_at_ms = read_at_ms;
        }
    }

    /// Drops what is known: this server has changed the stock.
    pub fn stock_changed(&self) {
        let mut memory = self.memory();
        memory.changes += 1;
        memory.slugs = None;
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_read_that_a_change_of_stock_overtook_is_not_kept() {
        let (sold_out, slugs) = (SoldOut::default(), ["kelp-forest".to_owned()].into());
        let before = sold_out.read_lately(5_000).expect_err("nothing is known");
        sold_out.stock_changed();
        sold_out.keep(&slugs, 5_000, before);
        let now = sold_out.read_lately(5_000).expect_err("nothing is kept");
        sold_out.keep(&slugs, 5_000, now);
        assert_eq!(sold_out.read_lately(5_999).ok(), Some(slugs));
        assert!(sold_out.read_lately(6_000).is_err());
    }
}
