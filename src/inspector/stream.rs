//! The inspector's live stream (server-sent events). The browser reconnects by itself.

use super::Lane;

/// Whether the stream is open.
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser opens the stream"))]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    Opening,
    Open,
    Cut,
}

/// The name of its messages.
pub const MESSAGE: &str = "lane";

/// Opens the stream for as long as the caller's owner lives.
#[cfg(feature = "hydrate")]
pub fn listen(on_lane: impl Fn(Lane) + 'static, on_connection: impl Fn(Connection) + Clone + 'static) {
    use futures::StreamExt;
    use futures::future::{AbortHandle, abortable};
    use gloo_net::eventsource::futures::EventSource;

    let (reading, stop): (_, AbortHandle) = abortable(async move {
        loop {
            on_connection(Connection::Opening);
            let opened = EventSource::new("/lifecycle/stream")
                .and_then(|mut source| Ok((source.subscribe(MESSAGE)?, source)));
            if let Ok((mut messages, source)) = opened {
                while let Some(Ok((_, message))) = messages.next().await {
                    on_connection(Connection::Open);
                    if let Some(lane) =
                        message.data().as_string().and_then(|text| serde_json::from_str(&text).ok())
                    {
                        on_lane(lane);
                    }
                }
                source.close();
            }
            on_connection(Connection::Cut);
            pause().await;
        }
    });
    leptos::task::spawn_local(async move { _ = reading.await });
    leptos::prelude::on_cleanup(move || stop.abort());
}

/// Before the next attempt.
#[cfg(feature = "hydrate")]
async fn pause() {
    let (done, wait) = futures::channel::oneshot::channel::<()>();
    leptos::prelude::set_timeout(move || _ = done.send(()), std::time::Duration::from_secs(2));
    _ = wait.await;
}

#[cfg(not(feature = "hydrate"))]
pub fn listen(_: impl Fn(Lane) + 'static, _: impl Fn(Connection) + Clone + 'static) {}
