//! `GET /lifecycle/stream`: both lanes, what was and what comes.

use axum::extract::State;
use axum::response::IntoResponse;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::stream::{self, Stream, StreamExt};
use std::convert::Infallible;
use tokio::sync::broadcast::Receiver;

use super::{Access, Inspector};
use crate::inspector::Lane;
use crate::inspector::stream::MESSAGE;

pub async fn stream(_: Access, State(inspector): State<Inspector>) -> impl IntoResponse {
    let (app, app_live) = inspector.app.subscribe(0);
    let lanes = follow(app, app_live, Lane::App);
    let lanes = match &inspector.workspace {
        Some(feed) => {
            let (workspace, workspace_live) = feed.subscribe(0);
            stream::select(lanes, follow(workspace, workspace_live, Lane::Workspace)).boxed()
        }
        None => lanes.boxed(),
    };
    let events = lanes.map(|lane| {
        Ok::<_, Infallible>(Event::default().event(MESSAGE).json_data(&lane).unwrap_or_default())
    });
    // The first word is of neither lane: it tells the page that the stream is open, before anything happens.
    Sse::new(stream::once(async { Ok(Event::default().event(MESSAGE).data("open")) }).chain(events))
        .keep_alive(KeepAlive::default())
}

/// What was, then what comes. Ends when the reader has fallen too far behind: it then opens the stream again.
fn follow<T: Clone + Send + 'static>(
    past: Vec<T>,
    live: Receiver<T>,
    lane: impl Fn(T) -> Lane + Send + 'static,
) -> impl Stream<Item = Lane> + Send {
    let live = stream::unfold(live, |mut live| async move { Some((live.recv().await.ok()?, live)) });
    stream::iter(past).chain(live).map(lane)
}
