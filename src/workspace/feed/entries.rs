//! New entries for the streams that watch an app.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::watch;

use super::FeedEntry;
use super::readers::{Queue, Readers};
use super::rows::entries_after;
use crate::background::report;
use crate::database::Db;

/// Entries that one query reads.
const READ: i64 = 500;

/// New entries for the streams that watch an app. Each entry is read once, however many streams there are.
#[derive(Default)]
pub struct Entries(Readers<String, Arc<FeedEntry>>);

impl Entries {
    pub fn follow(&self, app_id: &str) -> Queue<String, Arc<FeedEntry>> {
        self.0.subscribe(app_id.to_owned())
    }

    async fn read(&self, db: &Db, app_id: &String, mut after: u64, to: u64) -> Result<(), sqlx::Error> {
        while after < to {
            let page = entries_after(db, app_id, after, READ).await?;
            let Some(last) = page.last() else { return Ok(()) };
            after = last.number;
            // Later ones are read again with the next commit, also for readers that come meanwhile.
            for entry in page.into_iter().take_while(|entry| entry.number <= to) {
                self.0.send(app_id, &Arc::new(entry));
            }
        }
        Ok(())
    }
}

/// Passes new entries on while somebody may announce one. Reads nothing of an app that nobody watches.
/// `read` is the number of the last entry that was passed on.
pub async fn pass_on(db: Db, mut latest: watch::Receiver<u64>, entries: Arc<Entries>, read: Arc<AtomicU64>) {
    loop {
        let (after, to) = (read.load(Ordering::Relaxed), *latest.borrow_and_update());
        for app_id in entries.0.topics() {
            let passed_on = entries.read(&db, &app_id, after, to).await;
            report("feed_streams", &passed_on);
            if passed_on.is_err() {
                entries.0.end(&app_id);
            }
        }
        read.store(to, Ordering::Relaxed);
        if latest.changed().await.is_err() {
            return;
        }
    }
}
