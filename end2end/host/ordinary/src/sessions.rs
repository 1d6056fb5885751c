//! Sessions by tower-sessions: who is logged in, and for how long.

use axum::http::StatusCode;
use axum::response::Redirect;
use time::Duration;
use tower_sessions::cookie::SameSite;
use tower_sessions::session::Error;
use tower_sessions::{Expiry, MemoryStore, Session, SessionManagerLayer};

const USER_ID: &str = "user_id";

/// A session ends after 30 minutes in which nothing was written to it.
pub fn layer() -> SessionManagerLayer<MemoryStore> {
    let idle = std::env::var("SESSION_IDLE_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    SessionManagerLayer::new(MemoryStore::default())
        .with_name("session")
        .with_same_site(SameSite::Lax)
        .with_secure(!cfg!(debug_assertions))
        .with_expiry(Expiry::OnInactivity(idle.map_or(Duration::minutes(30), Duration::seconds)))
}

/// Who is logged in.
pub async fn user_id(session: &Session) -> Result<Option<String>, Error> {
    session.get(USER_ID).await
}

/// The session's id is a new one, so that one planted before the log-in is worth nothing.
pub async fn begin(session: &Session, user_id: &str) -> Result<(), Error> {
    session.cycle_id().await?;
    session.insert(USER_ID, user_id).await
}

/// Log-out by a link: `GET /leave`.
pub async fn leave(session: Session) -> Result<Redirect, StatusCode> {
    session.flush().await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    Ok(Redirect::to("/"))
}
