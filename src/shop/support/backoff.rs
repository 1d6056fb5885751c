//! How long to wait between two tries.

use std::sync::Arc;

/// The longest first wait, in milliseconds. It doubles with each try.
const FIRST_MS: u64 = 2_000;
const LONGEST_MS: u64 = 60 * 60 * 1_000;

/// Chooses a number up to the given one: servers that failed together must not come back together.
#[derive(Clone)]
pub struct BackoffJitter(Arc<dyn Fn(u64) -> u64 + Send + Sync>);

impl BackoffJitter {
    /// Chooses at random.
    pub fn random() -> Self {
        Self::new(|most| {
            let mut bytes = [0; 8];
            // Without randomness they come back together, which is no harm to anything that is kept.
            _ = getrandom::fill(&mut bytes);
            u64::from_le_bytes(bytes) % most.saturating_add(1)
        })
    }

    pub fn new(choose: impl Fn(u64) -> u64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(choose))
    }

    /// The milliseconds to wait after so many tries: anything between nothing and the longest wait ("full jitter").
    pub fn wait_ms(&self, tries: i64) -> i64 {
        let doublings = u32::try_from(tries.clamp(1, 32) - 1).unwrap_or_default();
        self.up_to(FIRST_MS.saturating_mul(1 << doublings).min(LONGEST_MS))
    }

    pub fn up_to(&self, most_ms: u64) -> i64 {
        i64::try_from((self.0)(most_ms).min(most_ms)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_an_hour_and_are_anything_below() {
        let longest = BackoffJitter::new(|most| most);
        let waits = [1, 2, 3, 4, 12, 40, i64::MAX].map(|tries| longest.wait_ms(tries));
        assert_eq!(waits, [2_000, 4_000, 8_000, 16_000, 3_600_000, 3_600_000, 3_600_000]);
        assert_eq!(BackoffJitter::new(|_| 0).wait_ms(9), 0);
        assert_eq!(BackoffJitter::new(|_| u64::MAX).wait_ms(1), 2_000);
        let random = BackoffJitter::random();
        let waits: Vec<i64> = (0..1_000).map(|_| random.wait_ms(3)).collect();
        assert!(waits.iter().all(|wait| (0..=8_000).contains(wait)));
        assert!(waits.iter().any(|wait| *wait < 2_000) && waits.iter().any(|wait| *wait > 6_000));
    }
}
