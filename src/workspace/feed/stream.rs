//! What changes of a topic, as server-sent events.
//!
//! The first event says that the stream is ready, or that something changed since the reader read the state. The reader
//! reads the state with each change: whoever was cut off misses nothing, however long they were away.

use axum::response::sse::{Event, KeepAlive, Sse};
use futures::stream::{self, Stream};
use std::convert::Infallible;
use std::time::Duration;
use tokio::time::{Instant, sleep_until};

use super::{Change, Changes, PresentTeammate};
use crate::random;

/// The name of a stream's first event.
const READY: &str = "ready";
const CHANGE: &str = "change";
const TYPING: &str = "typing";
const PRESENT: &str = "present";
/// The event that keeps a connection alive, so that a reader sees in time that it is dead.
const HEARTBEAT: &str = "heartbeat";
const HEARTBEAT_EVERY: Duration = Duration::from_secs(15);
/// The longest time that a browser waits before it opens the stream anew by itself.
const RETRY: Duration = Duration::from_secs(3);
/// Time between two questions whether the stream is still allowed: what allows it may end at another server.
const ASKED_EVERY: Duration = Duration::from_secs(5);

/// Sends changes as server-sent events.
/// The stream ends where `still_allowed` says no, or where the reader does not keep up.
/// `has_missed` says that something changed since the reader read the state.
pub fn events<F>(
    changes: Changes,
    has_missed: bool,
    still_allowed: impl Fn() -> F + Send + 'static,
) -> Sse<impl Stream<Item = Result<Event, Infallible>> + Send>
where
    F: Future<Output = bool> + Send + 'static,
{
    let first = Some(if has_missed { CHANGE } else { READY });
    let ask_at = Instant::now() + ASKED_EVERY;
    let reader = Reader { changes, still_allowed, first, ask_at };
    let events = stream::unfold(reader, async |mut reader| {
        let event = reader.next().await?;
        Some((Ok(event), reader))
    });
    let heartbeat = Event::default().event(HEARTBEAT).data("");
    Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT_EVERY).event(heartbeat))
}

struct Reader<S> {
    changes: Changes,
    still_allowed: S,
    first: Option<&'static str>,
    ask_at: Instant,
}

impl<S, F> Reader<S>
where
    S: Fn() -> F,
    F: Future<Output = bool>,
{
    async fn next(&mut self) -> Option<Event> {
        if let Some(first) = self.first.take() {
            let retry = random::jittered(RETRY).unwrap_or(RETRY);
            // An `EventSource` drops an event without data.
            return Some(Event::default().event(first).data(first).retry(retry));
        }
        loop {
            tokio::select! {
                change = self.changes.recv() => {
                    return Some(event(change?));
                }
                () = sleep_until(self.ask_at) => {
                    self.ask_at = Instant::now() + ASKED_EVERY;
                    // In a box, which is there while it asks: an idle stream keeps no space for queries.
                    if !Box::pin((self.still_allowed)()).await {
                        return None;
                    }
                }
            }
        }
    }
}

fn event(change: Change) -> Event {
    match change {
        Change::Part { conversation, .. } => Event::default().event(CHANGE).data(conversation.to_string()),
        Change::Typing { conversation, name } => {
            // After the id, the name: one line, as names are.
            let data = [Some(conversation.to_string()), name.map(|name| name.to_string())];
            let data = data.into_iter().flatten().collect::<Vec<_>>().join(" ");
            Event::default().event(TYPING).data(data.replace(char::is_control, " "))
        }
        Change::Present { conversation, teammate } => {
            // The name comes last: it may have spaces.
            let PresentTeammate { number, name, is_typing } = &*teammate;
            let does = if *is_typing { TYPING } else { PRESENT };
            let data = format!("{conversation} {number} {does} {name}");
            Event::default().event(PRESENT).data(data.replace(char::is_control, " "))
        }
        Change::Record => Event::default().event(CHANGE).data(CHANGE),
    }
}
