//! `GET /workspace/inbox/stream`: which conversations of the app have changed, for as long as its teammate is logged
//! in.

#[cfg(feature = "ssr")]
pub use server::routes;

use leptos::prelude::*;

use super::typing::Notice;
use crate::desk::stream;

/// The address of the stream.
pub const INBOX_STREAM: &str = "/workspace/inbox/stream";

#[cfg(feature = "ssr")]
mod server {
    use axum::Router;
    use axum::extract::{FromRef, State};
    use axum::http::HeaderMap;
    use axum::response::Response;
    use axum::routing::get;

    use super::INBOX_STREAM;
    use crate::accounts::Accounts;
    use crate::desk::guard::AskingTeammate;
    use crate::desk::stream::serve_topic;
    use crate::workspace::feed::Topic;

    pub fn routes<S>() -> Router<S>
    where
        S: Clone + Send + Sync + 'static,
        Accounts: FromRef<S>,
    {
        // Teammates of the app.
        Router::new().route(INBOX_STREAM, get(serve))
    }

    async fn serve(
        State(accounts): State<Accounts>,
        teammate: AskingTeammate,
        headers: HeaderMap,
    ) -> Response {
        let topic = Topic::App(teammate.workspace.app_id().to_owned());
        serve_topic(accounts, teammate, &headers, topic)
    }
}

/// Calls `changed` with each change, and when the stream opens anew. Calls `noticed` with who is writing or has a
/// conversation open. `is_cut` says whether the server is away. It ends with the caller's owner.
pub fn follow(changed: impl Fn() + 'static, noticed: impl Fn(Notice) + 'static, is_cut: RwSignal<bool>) {
    let noticed = move |kind: &str, data: &str| _ = Notice::read(kind, data).map(&noticed);
    // The page has just come, and is perhaps not whole yet: to read it again would disturb that.
    stream::follow(INBOX_STREAM.to_owned(), false, changed, noticed, is_cut);
}
