//! A count of living values on a gauge of the metrics.

use metrics::{Gauge, gauge};

/// Adds one to a gauge of the metrics until it is dropped.
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
