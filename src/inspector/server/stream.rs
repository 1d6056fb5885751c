//! `GET /lifecycle/stream`: sends the messages of both lanes, the kept ones first.
//!
//! Each message has an id: how far the reader has come in either lane. One that comes back with it, as a browser does by
//! itself (`Last-Event-ID`) or as `?after=`, goes on from there.
//!
//! The stream ends with the session that opened it. It asks whether the person is still allowed to read, and
//! waits for no notification: the session may end on another server.

use axum::extract::Query;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::stream::{self, BoxStream, Stream, StreamExt};
use serde::Deserialize;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;
use tokio::sync::watch;

use super::log::Log;
use super::{Access, Inspector};
use crate::clock::Clock;
use crate::inspector::{STREAM_EVENT, StreamMessage};
use crate::workspace::Workspace;
use crate::workspace::feed::{FeedEntry, FeedKind, Queue};

/// The most of the workspace's entries that a reader without an id gets: as many as the page keeps.
const PAST: u64 = 10_000;
/// The most entries of a lane that the reader reads at a time.
const PAGE: u16 = 500;
/// The most bytes of the app's lane that the reader reads at a time. The feed limits its own.
const PAGE_BYTES: usize = 1 << 20;
/// The milliseconds after which the reader asks again for its access.
const ASKED_EVERY: i64 = 5_000;

#[derive(Deserialize)]
pub struct Resume {
    after: Option<String>,
}

pub async fn stream(
    access: Access,
    inspector: Inspector,
    Query(resume): Query<Resume>,
    headers: HeaderMap,
) -> impl IntoResponse {
    // The header is the younger of the two: a browser repeats the address when it comes back.
    let header = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let after = header.or(resume.after.as_deref()).and_then(Position::read);
    let events = Reader::new(access, inspector, after).events();
    // The first word is of neither lane: it reports to the page that the stream is open, before anything happens.
    Sse::new(
        stream::once(async { Ok::<_, Infallible>(Event::default().event(STREAM_EVENT).data("open")) })
            .chain(events),
    )
    .keep_alive(KeepAlive::default())
}

/// The place that a reader has come to: its last number of either lane.
#[derive(Clone, Copy)]
struct Position {
    app: u64,
    workspace: u64,
}

impl Position {
    fn read(text: &str) -> Option<Self> {
        let (app, workspace) = text.split_once('-')?;
        Some(Self { app: app.parse().ok()?, workspace: workspace.parse().ok()? })
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.app, self.workspace)
    }
}

struct Reader {
    access: Access,
    ends: BoxStream<'static, ()>,
    asked_ms: i64,
    clock: Clock,
    /// The place up to which both lanes are read.
    at: Position,
    /// Messages that were read and not sent yet: the position after each, and a [`StreamMessage`] as JSON.
    page: VecDeque<(Position, String)>,
    app: (Log, watch::Receiver<u64>),
    workspace: Option<Followed>,
    /// Whether this reader knows what is wrong with the settings.
    sent_warnings: bool,
}

/// The workspace's lane, as one reader follows it.
struct Followed {
    workspace: Workspace,
    entries: Queue<String, Arc<FeedEntry>>,
    /// Whether there may be entries that were committed before `entries` began.
    is_behind: bool,
}

impl Reader {
    fn new(access: Access, Inspector { app, workspace, clock }: Inspector, after: Option<Position>) -> Self {
        let mut app_latest = app.latest();
        app_latest.mark_changed();
        let newest = workspace.as_ref().map_or(0, |workspace| workspace.feed().newest());
        let workspace = workspace.map(|workspace| {
            let entries = workspace.feed().follow(workspace.app_id());
            Followed { workspace, entries, is_behind: true }
        });
        let mut at = after.unwrap_or(Position { app: 0, workspace: newest.saturating_sub(PAST) });
        // Each server has its own log: whoever has seen more than there is, saw it elsewhere.
        at.app = at.app.min(*app_latest.borrow());
        let (asked_ms, page) = (clock.millis(), VecDeque::new());
        let ends = (access.ends)();
        Self {
            access,
            ends,
            asked_ms,
            clock,
            at,
            page,
            app: (app, app_latest),
            workspace,
            sent_warnings: false,
        }
    }

    fn events(self) -> impl Stream<Item = Result<Event, Infallible>> + Send {
        stream::unfold(self, async |mut reader| {
            let (at, lane) = reader.next().await?;
            Some((Ok(Event::default().event(STREAM_EVENT).id(at.to_string()).data(lane)), reader))
        })
    }

    /// Returns the next message, with the position after it.
    /// Returns None when the person is not allowed any more, or the database failed.
    /// The reader then comes back with its id.
    async fn next(&mut self) -> Option<(Position, String)> {
        loop {
            // Also when the clock was put back.
            let ask_at = self.asked_ms.saturating_add(ASKED_EVERY);
            let now = self.clock.millis();
            if !(self.asked_ms..ask_at).contains(&now) {
                self.access.still_allowed().await.then_some(())?;
                self.asked_ms = now;
                continue;
            }
            if let Some(message) = self.page.pop_front() {
                return Some(message);
            }
            if self.workspace.as_ref().is_some_and(|followed| followed.is_behind) {
                self.read_workspace().await?;
                continue;
            }
            let (_, app_latest) = &mut self.app;
            tokio::select! {
                () = self.clock.until(ask_at) => {}
                Some(()) = self.ends.next() => self.access.still_allowed().await.then_some(())?,
                changed = app_latest.changed() => {
                    changed.ok()?;
                    self.read_app();
                }
                entry = next_entry(self.workspace.as_mut()) => match entry {
                    Some(entry) => self.add(vec![Arc::unwrap_or_clone(entry)]).await?,
                    None => self.fall_behind(),
                }
            }
        }
    }

    fn read_app(&mut self) {
        let (log, latest) = &mut self.app;
        for (number, lane) in log.after(self.at.app, PAGE.into(), PAGE_BYTES) {
            self.at.app = number;
            self.page.push_back((self.at, lane));
        }
        if !self.page.is_empty() {
            latest.mark_changed();
        }
    }

    /// Starts to read anew, since this reader did not keep up: it reads the entries itself, and then follows again.
    fn fall_behind(&mut self) {
        if let Some(Followed { workspace, entries, is_behind }) = &mut self.workspace {
            *entries = workspace.feed().follow(workspace.app_id());
            *is_behind = true;
        }
    }

    /// Reads the workspace's next entries into the page. None when the database failed.
    async fn read_workspace(&mut self) -> Option<()> {
        let Some(Followed { workspace, is_behind, .. }) = &mut self.workspace else { return Some(()) };
        let newest = workspace.feed().newest();
        let entries =
            workspace.feed().after(workspace.app_id(), self.at.workspace, PAGE.into()).await.ok()?;
        // What is committed after `newest` was asked for comes by `Feed::follow`.
        *is_behind = entries.last().is_some_and(|entry| entry.number < newest);
        if entries.is_empty() {
            // Up to there are other apps' entries alone: they are not read again.
            self.at.workspace = self.at.workspace.max(newest);
        }
        self.add(entries).await
    }

    /// Puts entries into the page, but for those that were read before. None when the database failed.
    async fn add(&mut self, entries: Vec<FeedEntry>) -> Option<()> {
        let Some(Followed { workspace, .. }) = &self.workspace else { return Some(()) };
        let change = |entry: &FeedEntry| matches!(entry.kind, FeedKind::SettingsChanged { .. });
        if !std::mem::replace(&mut self.sent_warnings, true) || entries.iter().any(change) {
            let warnings = StreamMessage::Warnings(workspace.standing_warnings().await.ok()?);
            self.page.push_back((self.at, json(&warnings)));
        }
        for entry in entries {
            if entry.number > self.at.workspace {
                self.at.workspace = entry.number;
                self.page.push_back((self.at, json(&StreamMessage::Workspace(entry))));
            }
        }
        Some(())
    }
}

/// Waits for the workspace's next entry, for ever where the workspace is hosted.
async fn next_entry(followed: Option<&mut Followed>) -> Option<Arc<FeedEntry>> {
    match followed {
        Some(followed) => followed.entries.recv().await,
        None => std::future::pending().await,
    }
}

pub fn json(lane: &StreamMessage) -> String {
    serde_json::to_string(lane).unwrap_or_default()
}
