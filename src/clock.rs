//! The only place that asks the system what time it is. Everything else is handed a [`Clock`]; tests own theirs.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// A source of Unix time.
#[derive(Clone)]
pub enum Clock {
    System,
    /// Milliseconds since the epoch, set by a test.
    Manual(Arc<AtomicI64>),
}

impl Clock {
    pub fn manual(unix_seconds: i64) -> Self {
        Self::Manual(Arc::new(AtomicI64::new(unix_seconds * 1000)))
    }

    /// Moves a manual clock; the system's goes by itself.
    pub fn advance(&self, seconds: i64) {
        if let Self::Manual(millis) = self {
            millis.fetch_add(seconds * 1000, Ordering::SeqCst);
        }
    }

    /// Unix milliseconds.
    pub fn millis(&self) -> i64 {
        match self {
            Self::System => system_millis(),
            Self::Manual(millis) => millis.load(Ordering::SeqCst),
        }
    }

    /// Unix seconds.
    pub fn seconds(&self) -> i64 {
        self.millis().div_euclid(1000)
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the place")]
fn system_millis() -> i64 {
    match std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
        Err(_) => 0,
    }
}
