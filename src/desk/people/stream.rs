//! `GET /workspace/people/stream?id=…`: when the timeline of a person or a company has a new entry, for teammates of
//! the app.

#[cfg(feature = "ssr")]
pub use server::routes;

/// The address of the stream.
pub const RECORD_STREAM: &str = "/workspace/people/stream";

#[cfg(feature = "ssr")]
mod server {
    use axum::Router;
    use axum::extract::{FromRef, Query, State};
    use axum::http::HeaderMap;
    use axum::response::{IntoResponse, Response};
    use axum::routing::get;
    use serde::Deserialize;

    use super::super::subject::Subject;
    use super::RECORD_STREAM;
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
        Router::new().route(RECORD_STREAM, get(serve))
    }

    #[derive(Deserialize)]
    struct Asked {
        id: String,
    }

    async fn serve(
        State(accounts): State<Accounts>,
        teammate: AskingTeammate,
        Query(Asked { id }): Query<Asked>,
        headers: HeaderMap,
    ) -> Response {
        match Subject::find(&teammate.workspace, &id).await {
            Ok(Subject::Person(id) | Subject::Company(id)) => {
                serve_topic(accounts, teammate, &headers, Topic::Record(id))
            }
            Err(error) => (error.status(), error.to_string()).into_response(),
        }
    }
}
