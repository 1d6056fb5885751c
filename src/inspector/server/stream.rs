//! `GET /lifecycle/stream`: both lanes, what was and what comes.
//!
//! Each message has an id: how far the reader has come in either lane. One that comes back with it, as a browser does by
//! itself (`Last-Event-ID`) or as `?after=`, goes on from there.

use axum::extract::Query;
use axum::http::HeaderMap;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::stream::{self, Stream, StreamExt};
use serde::Deserialize;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::fmt;
use tokio::sync::broadcast;
use tokio::sync::watch;

use super::{Access, Inspector};
use crate::inspector::stream::MESSAGE;
use crate::inspector::{AppEntry, Lane};
use crate::workspace::Workspace;
use crate::workspace::feed::{FeedEntry, FeedKind};

/// How many of the workspace's entries a reader gets that brings no id: what the page keeps.
const PAST: u64 = 10_000;
/// How many are read at a time.
const PAGE: i64 = 500;

#[derive(Deserialize)]
pub struct Resume {
    after: Option<String>,
}

pub async fn stream(
    _: Access,
    inspector: Inspector,
    Query(resume): Query<Resume>,
    headers: HeaderMap,
) -> impl IntoResponse {
    // The header is the younger of the two: a browser repeats the address when it comes back.
    let header = headers.get("last-event-id").and_then(|id| id.to_str().ok());
    let after = header.or(resume.after.as_deref()).and_then(Position::read);
    let events = Reader::new(&inspector, after).events();
    // The first word is of neither lane: it tells the page that the stream is open, before anything happens.
    Sse::new(
        stream::once(async { Ok::<_, Infallible>(Event::default().event(MESSAGE).data("open")) })
            .chain(events),
    )
    .keep_alive(KeepAlive::default())
}

/// The last number seen of the app's lane, and of the workspace's.
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
    at: Position,
    past: VecDeque<Lane>,
    app: broadcast::Receiver<AppEntry>,
    workspace: Option<(Workspace, watch::Receiver<u64>)>,
    /// Whether this reader knows what is wrong with the settings.
    told_standing: bool,
}

impl Reader {
    fn new(inspector: &Inspector, after: Option<Position>) -> Self {
        let (past, app) = inspector.app.subscribe(after.map_or(0, |after| after.app));
        let workspace = inspector.workspace.clone().map(|workspace| {
            let mut latest = workspace.feed().latest();
            latest.mark_changed();
            (workspace, latest)
        });
        let newest = workspace.as_ref().map_or(0, |(_, latest)| *latest.borrow());
        let at = after.unwrap_or(Position { app: 0, workspace: newest.saturating_sub(PAST) });
        Self { at, past: past.into_iter().map(Lane::App).collect(), app, workspace, told_standing: false }
    }

    fn events(self) -> impl Stream<Item = Result<Event, Infallible>> + Send {
        stream::unfold(self, async |mut reader| {
            let lane = reader.next().await?;
            match &lane {
                Lane::App(entry) => reader.at.app = entry.number,
                Lane::Workspace(entry) => reader.at.workspace = entry.number,
                Lane::Standing(_) => {}
            }
            let event = Event::default().event(MESSAGE).id(reader.at.to_string()).json_data(&lane);
            Some((Ok(event.unwrap_or_default()), reader))
        })
    }

    /// None when the reader has fallen too far behind, or the database failed: it then comes back with its id.
    async fn next(&mut self) -> Option<Lane> {
        loop {
            if let Some(lane) = self.past.pop_front() {
                return Some(lane);
            }
            let Some((workspace, latest)) = &mut self.workspace else {
                return self.app.recv().await.ok().map(Lane::App);
            };
            tokio::select! {
                entry = self.app.recv() => return entry.ok().map(Lane::App),
                changed = latest.changed() => changed.ok()?,
            }
            let entries = workspace.feed().after(workspace.app_id(), self.at.workspace, PAGE).await.ok()?;
            if entries.len() == PAGE as usize {
                latest.mark_changed();
            }
            let change = |entry: &FeedEntry| matches!(entry.kind, FeedKind::IdentitySettingsChanged { .. });
            if !std::mem::replace(&mut self.told_standing, true) || entries.iter().any(change) {
                self.past.push_back(Lane::Standing(workspace.standing_warnings().await.ok()?));
            }
            self.past.extend(entries.into_iter().map(Lane::Workspace));
        }
    }
}
