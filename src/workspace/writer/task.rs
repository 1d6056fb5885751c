//! The task that commits what waits, many writes at once.

use futures::FutureExt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::time::Instant;

use super::write::{Write, WriteResult, carry_out};
use crate::background::supervise;
use crate::batch::{Batch, Store};
use crate::counted::Counted;
use crate::error::Error;
use crate::refusal::Refusal;

/// Writes that may wait. A caller with one more waits until there is room.
const WAITING: usize = 1_024;
/// Writes that one commit holds at most.
const MOST: usize = 256;
/// Bytes of pings in one commit at most, unless a single ping has more. Log-ins and orders wait between two commits.
/// Many large pings at once must not stop them for longer than many small ones do.
const MOST_BYTES: usize = 64 * 1024;
/// Bytes of a ping beyond which it counts as large.
const LARGE: usize = 8 * 1024;
/// Milliseconds of a commit that count at most for the rest after it, whatever the clock says.
const LONGEST_COUNTED: i64 = 20;

struct Job {
    writes: Write,
    answer: oneshot::Sender<WriteResult>,
}

/// The handle to submit a write. The task ends with the last handle.
#[derive(Clone)]
pub struct Writer(mpsc::Sender<Job>);

impl Writer {
    pub fn start(store: Store) -> Self {
        let (sender, receiver) = mpsc::channel(WAITING);
        // What waits outlives a panic: whoever waits for it is answered by the next start.
        let waiting = Arc::new(Mutex::new(receiver));
        supervise("writer", move || write(waiting.clone(), store.clone()));
        Self(sender)
    }

    /// Submits a write, and returns when it is committed or refused. A caller that goes away stops nothing.
    pub async fn submit(&self, writes: Write) -> WriteResult {
        let _waiting = Counted::by("workspace_writer_queue");
        let answered = self.send(writes).await?;
        answered.await.map_err(|_| Refusal::Internal)?
    }

    /// Submits a write, and returns once it waits for its commit. All that is submitted later is committed with it or after it.
    /// The write is lost where the commit fails, or the server stops before.
    pub async fn enqueue(&self, writes: Write) -> Result<(), Error> {
        self.send(writes).await.map(drop)
    }

    async fn send(&self, writes: Write) -> Result<oneshot::Receiver<WriteResult>, Error> {
        let (answer, answered) = oneshot::channel();
        self.0.send(Job { writes, answer }).await.map_err(|_| Error::Internal)?;
        Ok(answered)
    }
}

async fn write(waiting: Arc<Mutex<mpsc::Receiver<Job>>>, store: Store) {
    let mut waiting = waiting.lock().await;
    let mut jobs = Vec::with_capacity(MOST);
    while waiting.recv_many(&mut jobs, MOST).await > 0 {
        while !jobs.is_empty() {
            let first = jobs.drain(..first_commit(&jobs));
            let began = store.clock.millis();
            let (writes, askers): (Vec<_>, Vec<_>) = first.map(|job| (job.writes, job.answer)).unzip();
            let answers = commit(&writes, &store).await;
            for ((answer, asker), writes) in answers.into_iter().zip(askers).zip(&writes) {
                count(writes.kind(), &answer);
                // Fails when the asker is gone.
                _ = asker.send(answer);
            }
            // Commits of large pings get a quarter of the time: the database belongs to other writers meanwhile. What
            // waits behind them in this queue waits longer.
            if writes.iter().any(|one| one.bytes() > LARGE) {
                let rest = 3 * store.clock.millis().saturating_sub(began).clamp(0, LONGEST_COUNTED);
                tokio::time::sleep(Duration::from_millis(rest.unsigned_abs())).await;
            }
        }
    }
}

fn count(kind: &'static str, answer: &WriteResult) {
    let outcome = match answer {
        Ok(_) => "stored",
        Err(Refusal::Internal) => "failed",
        Err(_) => "refused",
    };
    metrics::counter!("workspace_writes_total", "kind" => kind, "outcome" => outcome).increment(1);
}

/// Count of the jobs that the next commit holds.
fn first_commit(jobs: &[Job]) -> usize {
    let mut bytes = 0;
    let fit = jobs.iter().take_while(|job| {
        bytes += job.writes.bytes();
        bytes <= MOST_BYTES
    });
    fit.count().max(1)
}

/// Commits the writes, and returns an answer for each, in order.
/// Each is tried alone if the whole fails: one that the database cannot take must not cost the others theirs.
/// The writes are not at fault where nothing can be begun, such as while another server holds the counter.
/// Each write alone would wait as long again.
async fn commit(writes: &[Write], store: &Store) -> Vec<WriteResult> {
    let none = || writes.iter().map(|_| Err(Refusal::Internal)).collect();
    let Some(batch) = begin(store).await else { return none() };
    match together(writes, batch).await {
        Ok(answers) => answers,
        Err(_) if writes.len() == 1 => none(),
        Err(_) => {
            let mut answers = Vec::with_capacity(writes.len());
            for one in writes {
                let Some(batch) = begin(store).await else { break };
                let answer = together(std::slice::from_ref(one), batch).await;
                answers.push(
                    answer.ok().and_then(|mut answers| answers.pop()).unwrap_or(Err(Refusal::Internal)),
                );
            }
            answers.resize_with(writes.len(), || Err(Refusal::Internal));
            answers
        }
    }
}

/// Begins a batch. None where the database lets nobody write.
async fn begin(store: &Store) -> Option<Batch> {
    let begun = unless_it_panics(Batch::begin(store)).await;
    if begun.is_err() {
        metrics::counter!("workspace_commits_total", "outcome" => "not_begun").increment(1);
    }
    begun.ok()
}

/// Carries writes out in one commit, or not at all.
async fn together(writes: &[Write], batch: Batch) -> Result<Vec<WriteResult>, Error> {
    let began = Instant::now();
    let answers = unless_it_panics(carry_out(writes, batch)).await;
    let outcome = if answers.is_ok() { "stored" } else { "failed" };
    metrics::counter!("workspace_commits_total", "outcome" => outcome).increment(1);
    metrics::histogram!("workspace_commit_seconds").record(began.elapsed());
    metrics::histogram!("workspace_commit_writes").record(writes.len() as f64);
    answers
}

/// Makes a panic fail what it happened in, whose transaction is dropped with it.
/// The task goes on, or nothing would ever be written again.
async fn unless_it_panics<T>(written: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let caught = AssertUnwindSafe(written).catch_unwind().await;
    caught.unwrap_or_else(|_| Err(Error::internal("the writer panicked")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;
    use crate::database::Db;
    use crate::outbound::LiveMessages;
    use crate::people::refusals::Refusals;
    use crate::people::sessions::Bearer;
    use crate::ping::{self, VerifiedPing};
    use crate::{Platform, Workspace};
    use serde_json::json;

    #[tokio::test]
    async fn a_panic_fails_what_it_happened_in_alone_and_the_next_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}/test.db", folder.path().display())).await.unwrap();
        let workspace = Workspace::open(db, Clock::manual(1_800_000_000), None).await.unwrap();
        let record = || Write::Record {
            app_id: workspace.app_id().to_owned(),
            ping_id: None,
            kind: Box::new(ping::refused(&Refusal::TooLarge, None)),
        };
        // Together in one commit, then after it.
        let (before, panicked, beside) = tokio::join!(
            workspace.submit(record()),
            workspace.submit(Write::Panic),
            workspace.submit(record())
        );
        assert!(before.is_ok() && beside.is_ok() && matches!(panicked, Err(Refusal::Internal)));
        assert!(workspace.submit(record()).await.is_ok());
        assert_eq!(workspace.feed().after(workspace.app_id(), 0, 10).await.unwrap().len(), 3);
    }

    #[tokio::test]
    async fn a_writer_that_dies_is_started_again_and_what_waited_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}/test.db", folder.path().display())).await.unwrap();
        let workspace = Workspace::open(db, Clock::manual(1_800_000_000), None).await.unwrap();
        assert!(matches!(workspace.submit(Write::Die).await, Err(Refusal::Internal)));
        assert!(workspace.submit(Write::Check).await.is_ok());
    }

    #[test]
    fn large_pings_share_a_commit_only_up_to_its_bytes_and_small_ones_all_do() {
        let job = |bytes: usize| {
            let body = json!({ "app_id": "a", "call": "boot", "page": { "url": "https://shop.example/" },
                "settings": { "note": "x".repeat(bytes) } });
            let verified_ping = VerifiedPing {
                ping: ping::parse(body.to_string().as_bytes()).unwrap(),
                bearer: Bearer { platform: Platform::Web, credential: String::new() },
                user: None,
                withheld: Refusals::default(),
                candidates: LiveMessages::default().on_page("a", "https://shop.example/"),
            };
            Job { writes: Write::Ping(Box::new(verified_ping)), answer: oneshot::channel().0 }
        };
        let commit_of = |sizes: &[usize]| first_commit(&sizes.iter().copied().map(job).collect::<Vec<_>>());
        assert_eq!(commit_of(&[100; 200]), 200);
        assert_eq!(commit_of(&[30_000, 30_000, 30_000]), 2);
        assert_eq!(commit_of(&[MOST_BYTES, 100]), 1);
    }
}
