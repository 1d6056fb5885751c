//! What operators ask a server: whether it lives, whether it can do its work, and its metrics.

use axum::Router;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use metrics_exporter_prometheus::PrometheusHandle;
use std::collections::BTreeSet;
use std::fmt;
use std::time::Duration;
use tokio::time::timeout;

use super::prometheus;
use super::readiness::ServerFault;
use super::state::State;
use crate::background::every;

/// The time between two checks of an idle server, for log and metrics.
const EVERY: Duration = Duration::from_secs(15);
/// The longest time of a check. One that takes longer counts as failed.
const PATIENCE: Duration = Duration::from_secs(2);
/// The bytes that a SQLite database needs to go on. A commit writes more pages than the row of a check does.
const NEEDED: u64 = 16 << 20;
/// The most connections of operators.
pub const CONNECTIONS: usize = 32;
/// The media type of Prometheus's text format. Source: its documentation, “Exposition formats”.
const PROMETHEUS: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The routes of the operators' own address. Whatever people do at the other one, it has its own connections.
pub fn routes(state: &State, metrics: PrometheusHandle) -> Router {
    let measured = state.clone();
    Router::new()
        .route("/healthz", get(healthz))
        .route("/readyz", get(readyz))
        .route(
            "/metrics",
            get(async move || {
                prometheus::measure(&measured).await;
                ([(CONTENT_TYPE, PROMETHEUS)], metrics.render())
            }),
        )
        .with_state(state.clone())
}

/// Answers that the process lives. Whoever restarts a server asks this: no restart brings a lost database back.
pub async fn healthz() -> &'static str {
    "ok"
}

/// Answers 200 if the server can do its work, or 503. Each line is something that an operator has to mend.
pub async fn readyz(Shared(state): Shared<State>) -> impl IntoResponse {
    let faults = check(&state).await;
    let lines: String = faults.iter().map(|fault| format!("{fault}\n")).collect();
    match faults.iter().any(|fault| fault.is_unready()) {
        true => (StatusCode::SERVICE_UNAVAILABLE, format!("not ready\n{lines}")),
        false => (StatusCode::OK, format!("ready\n{lines}")),
    }
}

/// Checks for as long as the server runs.
pub fn watch(state: &State) {
    let state = state.clone();
    every(EVERY, "readiness", move || {
        let state = state.clone();
        async move {
            check(&state).await;
            Ok::<_, fmt::Error>(())
        }
    });
}

async fn check(state: &State) -> BTreeSet<ServerFault> {
    state.readiness.check(find(state)).await
}

async fn find(state: &State) -> BTreeSet<ServerFault> {
    let embedded = state.brands.iter().find_map(|brand| brand.embedded.as_ref());
    let row = async {
        match embedded {
            Some(workspace) => workspace.check().await.is_ok(),
            None => state.db.check(state.clock.millis()).await.is_ok(),
        }
    };
    let files = state.config.files();
    let file = async { embedded.is_none() || files.check().await.is_ok() };
    let space = async { embedded.is_none() || !files.lacks_space().await };
    let (row, file, space) =
        tokio::join!(timeout(PATIENCE, row), timeout(PATIENCE, file), timeout(PATIENCE, space));
    let disk = Ok(!matches!(state.db.free_space(), Some(Ok(free)) if free < NEEDED));
    let found = [
        (row, ServerFault::Database),
        (disk, ServerFault::Disk),
        (file, ServerFault::Folder),
        (space, ServerFault::Space),
    ];
    found.into_iter().filter(|(is_well, _)| *is_well != Ok(true)).map(|(_, fault)| fault).collect()
}
