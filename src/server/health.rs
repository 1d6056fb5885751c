//! Whether this server can do its work, for whoever restarts it or sends it people.

use axum::extract::State as Shared;
use axum::http::StatusCode;
use std::time::Duration;

use super::state::State;

const PATIENCE: Duration = Duration::from_secs(2);

/// 200 when the database answers, 503 when it does not.
pub async fn healthz(Shared(state): Shared<State>) -> (StatusCode, &'static str) {
    match tokio::time::timeout(PATIENCE, state.db.ping()).await {
        Ok(Ok(_)) => (StatusCode::OK, "ok"),
        Ok(Err(_)) | Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer"),
    }
}
