//! Whether this server can do its work, for whoever restarts it or sends it people.

use axum::Router;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::routing::get;
use std::time::Duration;

use super::state::State;

/// Connections of operators.
pub const CONNECTIONS: usize = 32;
const PATIENCE: Duration = Duration::from_secs(2);

/// For the operators' own address: whatever people do at the other one, it has its own connections.
pub fn routes(state: &State) -> Router {
    Router::new().route("/healthz", get(healthz)).with_state(state.clone())
}

/// 200 when the database answers, 503 when it does not.
pub async fn healthz(Shared(state): Shared<State>) -> (StatusCode, &'static str) {
    match tokio::time::timeout(PATIENCE, state.db.ping()).await {
        Ok(Ok(_)) => (StatusCode::OK, "ok"),
        Ok(Err(_)) | Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer"),
    }
}
