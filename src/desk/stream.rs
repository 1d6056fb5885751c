//! A stream of changes for a page of the desk: how the server sends it, and how the page follows it.

use leptos::prelude::*;

#[cfg(feature = "ssr")]
pub use server::serve_topic;

#[cfg(feature = "ssr")]
mod server {
    use axum::http::header::{COOKIE, RETRY_AFTER};
    use axum::http::{HeaderMap, StatusCode};
    use axum::response::{IntoResponse, Response};

    use crate::accounts::Accounts;
    use crate::desk::guard::AskingTeammate;
    use crate::workspace::feed::{Topic, events};
    use crate::workspace::find_teammate;
    use crate::workspace::refusal::TooMany;

    /// Sends what changes of a topic, for as long as the teammate is logged in and answers for the app.
    pub fn serve_topic(
        accounts: Accounts,
        AskingTeammate { workspace, session }: AskingTeammate,
        headers: &HeaderMap,
        topic: Topic,
    ) -> Response {
        let cookies: HeaderMap = headers.get_all(COOKIE).iter().map(|line| (COOKIE, line.clone())).collect();
        let Some(changes) = workspace.topics().subscribe(topic) else { return too_many(TooMany::STREAMS) };
        let account_id = session.account_id;
        let stands = move || {
            let (accounts, workspace) = (accounts.clone(), workspace.clone());
            let (cookies, account_id) = (cookies.clone(), account_id.clone());
            async move {
                let session = accounts.current(&cookies).await.ok().flatten();
                session.is_some_and(|session| session.account_id == account_id)
                    && find_teammate(workspace.db(), workspace.app_id(), &account_id)
                        .await
                        .is_ok_and(|teammate| teammate.is_some())
            }
        };
        // The page reads its state when the stream is ready.
        events(changes, false, stands).into_response()
    }

    fn too_many(refused: TooMany) -> Response {
        let wait = [(RETRY_AFTER, refused.retry_after_seconds.to_string())];
        (StatusCode::TOO_MANY_REQUESTS, wait).into_response()
    }
}

/// Calls `changed` with each change, and when the stream opens anew. At the first opening, `is_first_change` says whether
/// something may have changed since the page was drawn. Calls `noticed` with the name and the data of each other event.
/// `is_cut` says whether the server is away. It ends with the caller's owner.
#[cfg(feature = "hydrate")]
pub fn follow(
    address: String,
    is_first_change: bool,
    changed: impl Fn() + 'static,
    noticed: impl Fn(&str, &str) + 'static,
    is_cut: RwSignal<bool>,
) {
    use crate::components::{jittered, pause};
    use futures::future::{AbortHandle, abortable};
    use std::cell::Cell;

    let (reading, stop): (_, AbortHandle) = abortable(async move {
        let mut wait = 1.0_f64;
        let is_fresh = Cell::new(!is_first_change);
        let changed = |kind: &str| {
            if !is_fresh.replace(false) || kind == "change" {
                changed();
            }
        };
        loop {
            let opened = read(&address, &changed, &noticed, is_cut).await;
            is_fresh.set(false);
            is_cut.set(true);
            wait = if opened { 1.0 } else { (2.0 * wait).min(30.0) };
            pause(jittered(wait)).await;
        }
    });
    leptos::task::spawn_local(async move { _ = reading.await });
    leptos::prelude::on_cleanup(move || stop.abort());
}

/// The most seconds that the first answer may take.
#[cfg(feature = "hydrate")]
const PATIENCE: u32 = 5;

/// Reads until the browser gives up. It connects anew by itself where the connection was cut. It does not where
/// something else answered, such as a proxy whose server is away. False if the stream never opened.
///
/// A browser does not say that a connection was cut. So the state is read each second.
#[cfg(feature = "hydrate")]
async fn read(
    address: &str,
    changed: &impl Fn(&str),
    noticed: &impl Fn(&str, &str),
    is_cut: RwSignal<bool>,
) -> bool {
    use crate::components::pause;
    use futures::StreamExt;
    use futures::future::{Either, select};
    use gloo_net::eventsource::State;
    use gloo_net::eventsource::futures::EventSource;

    // Closed when it is dropped.
    let Ok(mut source) = EventSource::new(address) else { return false };
    let subscribed = ["ready", "change", "typing", "present"].map(|kind| source.subscribe(kind));
    let mut messages = futures::stream::select_all(subscribed.into_iter().flatten());
    let (mut opened, mut seconds, mut tick) = (false, 0, Box::pin(pause(1.0)));
    loop {
        let (kind, event) = match select(messages.next(), &mut tick).await {
            Either::Left((Some(Ok(message)), _)) => message,
            Either::Left(_) => return opened,
            Either::Right(_) => {
                seconds += 1;
                tick.set(pause(1.0));
                if (opened || seconds > PATIENCE) && source.state() != State::Open {
                    is_cut.set(true);
                }
                continue;
            }
        };
        opened = true;
        is_cut.set(false);
        match kind.as_str() {
            kind @ ("typing" | "present") => noticed(kind, &event.data().as_string().unwrap_or_default()),
            kind => changed(kind),
        }
    }
}

#[cfg(not(feature = "hydrate"))]
pub fn follow(
    _: String,
    _: bool,
    _: impl Fn() + 'static,
    _: impl Fn(&str, &str) + 'static,
    _: RwSignal<bool>,
) {
}
