//! Spreads requests over time that many browsers would otherwise send in the same moment.

/// A small random generator (xorshift64*).
pub(super) struct Jitter(u64);

impl Jitter {
    /// `seed`: any number.
    pub fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    /// A random number from 0 up to 1.
    pub fn next(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A wait between half of `millis` and all of it.
    pub fn spread(&mut self, millis: i64) -> i64 {
        self.shorten(millis, 0.5)
    }

    /// A wait that is shorter than `millis` by up to this part of it.
    pub fn shorten(&mut self, millis: i64, part: f64) -> i64 {
        (millis as f64 * (1.0 - part * self.next())) as i64
    }
}
