//! How long each of many answers took.

use std::time::Duration;

#[derive(Default)]
pub struct Waits(Vec<Duration>);

impl FromIterator<Duration> for Waits {
    fn from_iter<T: IntoIterator<Item = Duration>>(waits: T) -> Self {
        let mut waits: Vec<Duration> = waits.into_iter().collect();
        waits.sort_unstable();
        Self(waits)
    }
}

impl Waits {
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Milliseconds within which this part of them came, from 0 to 1: all of them.
    pub fn ms(&self, part: f64) -> f64 {
        let index = (self.0.len() as f64 * part) as usize;
        self.0.get(index).or(self.0.last()).map_or(f64::NAN, |wait| wait.as_secs_f64() * 1_000.0)
    }
}
