use futures::FutureExt;
use serde::Serialize;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

use super::Batch;
use crate::clock::Clock;
use crate::database::Db;
use crate::error::Error;
use crate::workspace::conversations::{self, Message, Seen, Sent, TeammateAct};
use crate::workspace::data_events::{self, DataEvent, Tracked};
use crate::workspace::feed::{Feed, FeedKind};
use crate::workspace::limits::Limits;
use crate::workspace::ping::{self, Claimed, Ping, Refusal, end_session, take};
use crate::workspace::platform::Platform;

/// What may wait before those who bring more have to.
const WAITING: usize = 1_024;
/// What one commit holds at most.
const MOST: usize = 256;
/// Bytes of pings in one commit at most, unless a single ping has more. Log-ins and orders wait between two commits:
/// many large pings at once must not stop them for longer than many small ones do.
const MOST_BYTES: usize = 64 * 1024;
/// Bytes of a ping beyond which it counts as large.
const LARGE: usize = 8 * 1024;
/// Milliseconds of a commit that count at most for the rest after it, whatever the clock says.
const LONGEST_COUNTED: i64 = 20;

/// Something to write down.
pub enum Work {
    Ping(Box<Claimed>),
    Event {
        platform: Platform,
        event: Box<DataEvent>,
        credential: String,
    },
    Message {
        platform: Platform,
        message: Box<Message>,
        credential: String,
    },
    Act(Box<TeammateAct>),
    /// The person whose session this is has read up to this part.
    SeenByPerson {
        platform: Platform,
        seen: Seen,
        credential: String,
    },
    /// A teammate of the app has.
    SeenByTeammate(Seen),
    /// Opens the conversations whose snooze is over.
    EndSnoozes,
    Shutdown {
        platform: Platform,
        credential: String,
        ping_id: Option<String>,
    },
    /// What was refused before it came this far.
    Record {
        app_id: String,
        ping_id: Option<String>,
        kind: Box<FeedKind>,
    },
    /// What no code of ours should do.
    #[cfg(test)]
    Panic,
}

impl Work {
    fn bytes(&self) -> usize {
        match self {
            Self::Ping(claimed) => claimed.ping.bytes,
            _ => 0,
        }
    }
}

/// What the loader receives.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Reply {
    Ping(ping::Reply),
    Event(Tracked),
    Message(Sent),
}

type Answer = Result<Option<Reply>, Refusal>;

struct Job {
    work: Work,
    answer: oneshot::Sender<Answer>,
}

/// Where work is submitted. Cheap to clone; the task ends when the last of these is gone.
#[derive(Clone)]
pub struct Writer(mpsc::Sender<Job>);

impl Writer {
    pub fn start(db: Db, clock: Clock, feed: Feed, limits: Arc<Limits>) -> Self {
        let (sender, receiver) = mpsc::channel(WAITING);
        tokio::spawn(write(receiver, db, clock, feed, limits));
        Self(sender)
    }

    /// Returns when it is committed, or refused. A caller that goes away meanwhile stops nothing.
    pub async fn submit(&self, work: Work) -> Answer {
        let (answer, answered) = oneshot::channel();
        let sent = self.0.send(Job { work, answer }).await;
        sent.map_err(|_| Refusal::Internal)?;
        answered.await.map_err(|_| Refusal::Internal)?
    }
}

async fn write(mut waiting: mpsc::Receiver<Job>, db: Db, clock: Clock, feed: Feed, limits: Arc<Limits>) {
    let mut jobs = Vec::with_capacity(MOST);
    while waiting.recv_many(&mut jobs, MOST).await > 0 {
        while !jobs.is_empty() {
            let first = jobs.drain(..first_commit(&jobs));
            let began = clock.millis();
            let (work, askers): (Vec<_>, Vec<_>) = first.map(|job| (job.work, job.answer)).unzip();
            for (answer, asker) in commit(&work, &db, &clock, &feed, &limits).await.into_iter().zip(askers) {
                // Fails when the asker is gone.
                _ = asker.send(answer);
            }
            // Commits of large pings get a quarter of the time: the database belongs to other writers meanwhile. What
            // waits behind them in this queue waits longer.
            if work.iter().any(|one| one.bytes() > LARGE) {
                let rest = 3 * clock.millis().saturating_sub(began).clamp(0, LONGEST_COUNTED);
                tokio::time::sleep(Duration::from_millis(rest.unsigned_abs())).await;
            }
        }
    }
}

/// How many of these jobs the next commit holds.
fn first_commit(jobs: &[Job]) -> usize {
    let mut bytes = 0;
    let fit = jobs.iter().take_while(|job| {
        bytes += job.work.bytes();
        bytes <= MOST_BYTES
    });
    fit.count().max(1)
}

/// An answer for each, in order. If the whole fails, each is tried alone: one that the database cannot take must not
/// cost the others theirs. Where nothing can be begun, such as while another server holds the counter, none is at fault,
/// and each alone would wait as long again.
async fn commit(work: &[Work], db: &Db, clock: &Clock, feed: &Feed, limits: &Arc<Limits>) -> Vec<Answer> {
    let none = || work.iter().map(|_| Err(Refusal::Internal)).collect();
    let Ok(batch) = unless_it_panics(Batch::begin(db, clock, limits)).await else { return none() };
    match unless_it_panics(together(work, batch, feed)).await {
        Ok(answers) => answers,
        Err(_) if work.len() == 1 => none(),
        Err(_) => {
            let mut answers = Vec::with_capacity(work.len());
            for one in work {
                let Ok(batch) = unless_it_panics(Batch::begin(db, clock, limits)).await else { break };
                let answer = unless_it_panics(together(std::slice::from_ref(one), batch, feed)).await;
                answers.push(
                    answer.ok().and_then(|mut answers| answers.pop()).unwrap_or(Err(Refusal::Internal)),
                );
            }
            answers.resize_with(work.len(), || Err(Refusal::Internal));
            answers
        }
    }
}

/// A panic fails what it happened in, whose transaction is dropped with it; the task goes on, or nothing would ever be
/// written again.
async fn unless_it_panics<T>(written: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let caught = AssertUnwindSafe(written).catch_unwind().await;
    caught.unwrap_or_else(|_| Err(Error::internal("the writer panicked")))
}

async fn together(work: &[Work], mut batch: Batch, feed: &Feed) -> Result<Vec<Answer>, Error> {
    let credentials = work.iter().filter_map(|work| match work {
        Work::Ping(claimed) => claimed.credential.as_deref(),
        Work::Event { credential, .. }
        | Work::Message { credential, .. }
        | Work::SeenByPerson { credential, .. }
        | Work::Shutdown { credential, .. } => Some(credential.as_str()),
        Work::Act(_) | Work::SeenByTeammate(_) | Work::EndSnoozes | Work::Record { .. } => None,
        #[cfg(test)]
        Work::Panic => None,
    });
    batch.load(credentials).await?;
    let mut answers = Vec::with_capacity(work.len());
    for one in work {
        answers.push(match one {
            Work::Ping(claimed) => match take(&mut batch, claimed).await {
                Ok(reply) => Ok(Some(Reply::Ping(reply))),
                Err(refusal) => {
                    let Ping { app_id, ping_id, .. } = &claimed.ping;
                    Err(record(&mut batch, app_id, ping_id.as_deref(), refusal, Some(&claimed.ping))?)
                }
            },
            Work::Event { platform, event, credential } => {
                match data_events::take(&mut batch, *platform, event, credential).await {
                    Ok(tracked) => Ok(Some(Reply::Event(tracked))),
                    Err(refusal) => {
                        Err(record(&mut batch, &event.app_id, event.ping_id.as_deref(), refusal, None)?)
                    }
                }
            }
            // A refused message is no entry of the feed: the person sees it, and sends again.
            Work::Message { platform, message, credential } => {
                match conversations::take(&mut batch, *platform, message, credential).await {
                    Ok(sent) => Ok(Some(Reply::Message(sent))),
                    Err(Refusal::Internal) => return Err(Error::Internal),
                    Err(refusal) => Err(refusal),
                }
            }
            Work::Act(act) => match conversations::act(&mut batch, act).await {
                Ok(sent) => Ok(Some(Reply::Message(sent))),
                Err(Refusal::Internal) => return Err(Error::Internal),
                Err(refusal) => Err(refusal),
            },
            Work::SeenByPerson { platform, seen, credential } => {
                done(conversations::seen_by_person(&mut batch, *platform, seen, credential).await)?
            }
            Work::SeenByTeammate(seen) => done(conversations::seen_by_teammate(&mut batch, seen).await)?,
            Work::EndSnoozes => {
                conversations::end_snoozes(&mut batch).await?;
                Ok(None)
            }
            Work::Shutdown { platform, credential, ping_id } => {
                end_session(&mut batch, *platform, credential, ping_id.as_deref()).await?;
                Ok(None)
            }
            Work::Record { app_id, ping_id, kind } => {
                batch.record(app_id, ping_id.as_deref(), FeedKind::clone(kind));
                Ok(None)
            }
            #[cfg(test)]
            Work::Panic => panic!("as a test wanted"),
        });
    }
    batch.commit(feed).await?;
    Ok(answers)
}

/// Something that is answered by nothing. What failed inside fails the batch.
fn done(result: Result<(), Refusal>) -> Result<Answer, Error> {
    match result {
        Ok(()) => Ok(Ok(None)),
        Err(Refusal::Internal) => Err(Error::Internal),
        Err(refusal) => Ok(Err(refusal)),
    }
}

/// Adds a refusal to the feed and returns it. What failed inside fails the batch.
fn record(
    batch: &mut Batch,
    app_id: &str,
    ping_id: Option<&str>,
    refusal: Refusal,
    ping: Option<&Ping>,
) -> Result<Refusal, Error> {
    match refusal {
        Refusal::Internal => return Err(Error::Internal),
        // What names no app of this workspace is no entry of a feed.
        Refusal::UnknownApp => {}
        _ => batch.record(app_id, ping_id, refusal.of(ping)),
    }
    Ok(refusal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Workspace;
    use crate::workspace::people::refusals::Refusals;
    use serde_json::json;

    #[tokio::test]
    async fn a_panic_fails_what_it_happened_in_alone_and_the_next_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite:{}/test.db", folder.path().display())).await.unwrap();
        let workspace = Workspace::open(db, Clock::manual(1_800_000_000), None).await.unwrap();
        let record = || Work::Record {
            app_id: workspace.app_id().to_owned(),
            ping_id: None,
            kind: Box::new(Refusal::TooLarge.of(None)),
        };
        // Together in one commit, then after it.
        let (before, panicked, beside) = tokio::join!(
            workspace.submit(record()),
            workspace.submit(Work::Panic),
            workspace.submit(record())
        );
        assert!(before.is_ok() && beside.is_ok() && matches!(panicked, Err(Refusal::Internal)));
        assert!(workspace.submit(record()).await.is_ok());
        assert_eq!(workspace.feed().after(workspace.app_id(), 0, 10).await.unwrap().len(), 3);
    }

    #[test]
    fn large_pings_share_a_commit_only_up_to_its_bytes_and_small_ones_all_do() {
        let job = |bytes: usize| {
            let body = json!({ "app_id": "a", "call": "boot", "page": { "url": "https://shop.example/" },
                "settings": { "note": "x".repeat(bytes) } });
            let claimed = Claimed {
                ping: ping::parse(body.to_string().as_bytes()).unwrap(),
                platform: Platform::Web,
                user: None,
                credential: None,
                withheld: Refusals::default(),
            };
            Job { work: Work::Ping(Box::new(claimed)), answer: oneshot::channel().0 }
        };
        let commit_of = |sizes: &[usize]| first_commit(&sizes.iter().copied().map(job).collect::<Vec<_>>());
        assert_eq!(commit_of(&[100; 200]), 200);
        assert_eq!(commit_of(&[30_000, 30_000, 30_000]), 2);
        assert_eq!(commit_of(&[MOST_BYTES, 100]), 1);
    }
}
