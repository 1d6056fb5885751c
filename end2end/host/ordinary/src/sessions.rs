//! Sessions by tower-sessions: who is logged in, and for how long.

use axum::http::StatusCode;
use axum::response::Redirect;
use serde::{Deserialize, Serialize};
use time::Duration;
use tower_sessions::cookie::SameSite;
use tower_sessions::session::{Error, Id};
use tower_sessions::{Expiry, MemoryStore, Session, SessionManagerLayer};

/// What a session remembers of a log-in.
#[derive(Clone, Serialize, Deserialize)]
pub struct LogIn {
    pub user_id: String,
    /// New at every log-in, and opens nothing: it may be shown to the browser, as the session's own id may not.
    pub key: String,
}

const LOG_IN: &str = "log_in";

/// A session ends after 30 minutes in which nothing was written to it.
pub fn layer(store: MemoryStore) -> SessionManagerLayer<MemoryStore> {
    let idle = std::env::var("SESSION_IDLE_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    SessionManagerLayer::new(store)
        .with_name("session")
        .with_same_site(SameSite::Lax)
        .with_secure(!cfg!(debug_assertions))
        .with_expiry(Expiry::OnInactivity(idle.map_or(Duration::minutes(30), Duration::seconds)))
}

pub async fn logged_in(session: &Session) -> Result<Option<LogIn>, Error> {
    session.get(LOG_IN).await
}

/// The session's id is a new one, so that one planted before the log-in is worth nothing.
pub async fn begin(session: &Session, user_id: &str) -> Result<(), Error> {
    session.cycle_id().await?;
    session.insert(LOG_IN, LogIn { user_id: user_id.to_owned(), key: Id::default().to_string() }).await
}

/// Log-out by a link: `GET /leave`.
pub async fn leave(session: Session) -> Result<Redirect, StatusCode> {
    session.flush().await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    Ok(Redirect::to("/"))
}
