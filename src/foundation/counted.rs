//! One more on a gauge of the metrics, until it is dropped.

use metrics::{Gauge, gauge};

/// One of those that a gauge of the metrics counts, until it is dropped.
pub struct Counted(Gauge);

impl Counted {
    pub fn by(name: &'static str) -> Self {
        let gauge = gauge!(name);
        gauge.increment(1.0);
        Self(gauge)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.decrement(1.0);
    }
}
