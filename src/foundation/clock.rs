//! The only place that asks the system what time it is. Everything else is handed a [`Clock`]; tests own theirs.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// The seconds of a day.
pub const DAY: i64 = 24 * 60 * 60;

/// A source of Unix time.
#[derive(Clone)]
pub enum Clock {
    System,
    /// A clock that a test sets, in milliseconds since the epoch.
    Manual(Arc<watch::Sender<i64>>),
}

impl Clock {
    pub fn manual(unix_seconds: i64) -> Self {
        Self::Manual(Arc::new(watch::Sender::new(unix_seconds * 1000)))
    }

    /// Moves a manual clock; the system's goes by itself.
    pub fn advance(&self, seconds: i64) {
        if let Self::Manual(millis) = self {
            millis.send_modify(|millis| *millis += seconds * 1000);
        }
    }

    /// The time now, in Unix milliseconds.
    pub fn millis(&self) -> i64 {
        match self {
            Self::System => system_millis(),
            Self::Manual(millis) => *millis.borrow(),
        }
    }

    /// Waits until this moment, in Unix milliseconds.
    pub async fn until(&self, unix_ms: i64) {
        match self {
            Self::System => {
                let wait = u64::try_from(unix_ms - system_millis()).unwrap_or_default();
                tokio::time::sleep(Duration::from_millis(wait)).await;
            }
            // Fails when the clock is gone, which is held here.
            Self::Manual(millis) => _ = millis.subscribe().wait_for(|now| *now >= unix_ms).await,
        }
    }

    /// Waits until the current second is over. A manual clock stands still, so a test waits for nothing.
    pub async fn rest_of_second(&self) {
        if let Self::System = self {
            self.until((self.seconds() + 1) * 1000).await;
        }
    }

    /// The time now, in Unix seconds.
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
