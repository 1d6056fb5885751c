//! The inspector's live stream (server-sent events). One that is cut is opened again where it ended.

#[cfg(feature = "hydrate")]
use crate::components::{jittered, pause};
use crate::inspector::StreamMessage;
#[cfg(feature = "hydrate")]
use crate::inspector::{STREAM_EVENT, STREAM_PATH};

/// Whether the stream is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    Opening,
    Open,
    /// The stream is cut. The next attempt is made in so many seconds.
    Cut {
        again_in: u32,
    },
}

/// The most seconds that the first answer may take.
#[cfg(feature = "hydrate")]
const PATIENCE: u32 = 5;

/// Cuts the wait for the next attempt short.
pub type TryNow = Box<dyn Fn() + Send + Sync>;

/// A message of the stream, or a change of its connection.
pub enum StreamEvent {
    Message(Box<StreamMessage>),
    Connection(Connection),
}

/// Opens the stream for as long as the caller's owner lives.
#[cfg(feature = "hydrate")]
pub fn listen(heard: impl Fn(StreamEvent) + 'static) -> TryNow {
    use futures::channel::mpsc;
    use futures::future::{AbortHandle, abortable};

    let (nudge, mut nudges) = mpsc::unbounded();
    let (reading, stop): (_, AbortHandle) = abortable(async move {
        let (mut last, mut failures) = (String::new(), 0);
        loop {
            heard(StreamEvent::Connection(Connection::Opening));
            let opened = read(&mut last, &heard).await;
            failures = if opened { 1 } else { failures + 1 };
            wait(failures, &mut nudges, &heard).await;
        }
    });
    leptos::task::spawn_local(async move { _ = reading.await });
    leptos::prelude::on_cleanup(move || stop.abort());
    Box::new(move || _ = nudge.unbounded_send(()))
}

/// Reads until the stream is cut; `last` is the id to go on after. False if it never opened.
///
/// A browser opens a stream again by itself, but neither says so nor hurries. So the state is read each second.
#[cfg(feature = "hydrate")]
async fn read(last: &mut String, heard: &impl Fn(StreamEvent)) -> bool {
    use futures::StreamExt;
    use futures::future::{Either, select};
    use gloo_net::eventsource::State;
    use gloo_net::eventsource::futures::EventSource;

    let url = match last.as_str() {
        "" => STREAM_PATH.to_owned(),
        last => format!("{STREAM_PATH}?after={}", web_sys::js_sys::encode_uri_component(last)),
    };
    // Closed when it is dropped.
    let Ok(mut source) = EventSource::new(&url) else { return false };
    let Ok(mut messages) = source.subscribe(STREAM_EVENT) else { return false };
    let (mut opened, mut seconds, mut tick) = (false, 0, Box::pin(pause(1.0)));
    loop {
        let message = match select(messages.next(), &mut tick).await {
            Either::Left((Some(Ok((_, message))), _)) => message,
            Either::Left(_) => return opened,
            Either::Right(_) => {
                seconds += 1;
                tick.set(pause(1.0));
                let is_cut = opened || seconds > PATIENCE;
                if is_cut && source.state() != State::Open {
                    return opened;
                }
                continue;
            }
        };
        if !std::mem::replace(&mut opened, true) {
            heard(StreamEvent::Connection(Connection::Open));
        }
        let text = message.data().as_string().unwrap_or_default();
        if let Ok(lane) = serde_json::from_str(&text) {
            heard(StreamEvent::Message(Box::new(lane)));
        }
        let id = message.last_event_id();
        if !id.is_empty() {
            *last = id;
        }
    }
}

/// Waits before the next attempt: two seconds at most, twice as long after each failure, half a minute at most.
#[cfg(feature = "hydrate")]
async fn wait(
    failures: u32,
    nudges: &mut futures::channel::mpsc::UnboundedReceiver<()>,
    heard: &impl Fn(StreamEvent),
) {
    use futures::StreamExt;
    use futures::future::{Either, select};

    while nudges.try_recv().is_ok() {}
    let mut seconds = jittered(2_u32.saturating_pow(failures).min(30).into());
    while seconds > 0.0 {
        heard(StreamEvent::Connection(Connection::Cut { again_in: seconds.ceil() as u32 }));
        // The first may be less than a second.
        let whole = seconds.ceil() - 1.0;
        if let Either::Right(_) = select(Box::pin(pause(seconds - whole)), nudges.next()).await {
            return;
        }
        seconds = whole;
    }
}

#[cfg(not(feature = "hydrate"))]
pub fn listen(_: impl Fn(StreamEvent) + 'static) -> TryNow {
    Box::new(|| {})
}
