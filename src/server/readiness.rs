//! Whether this server can do its work, found out by doing it: a row is written, and a file.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;

/// The greatest age of an answer. Whoever asks more often writes no more.
const FRESH: Duration = Duration::from_secs(1);

/// The reason why a server is not ready, or soon will not be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ServerFault {
    Stopping,
    /// The database does not store a row in time.
    Database,
    /// The disk of the SQLite file is full, or nearly.
    Disk,
    /// The folder of `ATTACHMENTS_DIR` does not store a file in time.
    Folder,
    /// The disk of `ATTACHMENTS_DIR` has less free space than `UPLOAD_MIB_FREE` keeps. Text is still stored.
    Space,
}

/// The last check.
#[derive(Clone, Default)]
pub struct Readiness {
    stopping: Arc<AtomicBool>,
    last: Arc<Mutex<Option<Checked>>>,
}

struct Checked {
    at: Instant,
    faults: BTreeSet<ServerFault>,
}

impl Readiness {
    /// Makes the server not ready from now on.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// The faults of this moment, as `find` finds them. What is new, or over, is logged.
    pub async fn check(&self, find: impl Future<Output = BTreeSet<ServerFault>>) -> BTreeSet<ServerFault> {
        let mut last = self.last.lock().await;
        let mut faults = match &*last {
            Some(checked) if checked.at.elapsed() < FRESH => checked.faults.clone(),
            _ => {
                let faults = find.await;
                let before = last.take().map(|checked| checked.faults).unwrap_or_default();
                report(&before, &faults);
                *last = Some(Checked { at: Instant::now(), faults: faults.clone() });
                faults
            }
        };
        if self.stopping.load(Ordering::Relaxed) {
            faults.insert(ServerFault::Stopping);
        }
        faults
    }
}

fn report(before: &BTreeSet<ServerFault>, now: &BTreeSet<ServerFault>) {
    for fault in [ServerFault::Database, ServerFault::Disk, ServerFault::Folder, ServerFault::Space] {
        let is_there = now.contains(&fault);
        metrics::gauge!("server_fault", "fault" => fault.name()).set(if is_there { 1.0 } else { 0.0 });
    }
    for fault in now.difference(before) {
        tracing::error!(fault = fault.name(), "{fault}");
    }
    for fault in before.difference(now) {
        tracing::info!(fault = fault.name(), "over: {fault}");
    }
}

impl ServerFault {
    /// Whether requests are better sent elsewhere.
    pub fn is_unready(self) -> bool {
        self != Self::Space
    }

    fn name(self) -> &'static str {
        match self {
            Self::Stopping => "stopping",
            Self::Database => "database",
            Self::Disk => "disk",
            Self::Folder => "folder",
            Self::Space => "space",
        }
    }
}

impl fmt::Display for ServerFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Stopping => "the server is stopping",
            Self::Database => "the database does not store a row within 2 s",
            Self::Disk => "the disk of the database has less than 16 MiB of free space",
            Self::Folder => "the folder of ATTACHMENTS_DIR does not store a file within 2 s",
            Self::Space => {
                "the disk of ATTACHMENTS_DIR has less free space than UPLOAD_MIB_FREE: files are refused, text is stored"
            }
        })
    }
}
