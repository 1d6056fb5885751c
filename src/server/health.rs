//! What operators ask a server: whether it lives, whether it can do its work, and its metrics.

use axum::Router;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use metrics_exporter_prometheus::PrometheusHandle;

use super::prometheus;
use super::state::State;

/// Connections of operators.
pub const CONNECTIONS: usize = 32;
/// The media type of Prometheus's text format. Source: its documentation, “Exposition formats”.
const PROMETHEUS: &str = "text/plain; version=0.0.4; charset=utf-8";

/// For the operators' own address: whatever people do at the other one, it has its own connections.
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

/// The process lives. Whoever restarts a server asks this: no restart brings a lost database back.
pub async fn healthz() -> &'static str {
    "ok"
}

/// 200 where the server can do its work, or 503. Each line is something that an operator has to mend.
pub async fn readyz(Shared(state): Shared<State>) -> impl IntoResponse {
    let faults = state.readiness.check(&state).await;
    let lines: String = faults.iter().map(|fault| format!("{fault}\n")).collect();
    match faults.iter().any(|fault| fault.is_unready()) {
        true => (StatusCode::SERVICE_UNAVAILABLE, format!("not ready\n{lines}")),
        false => (StatusCode::OK, format!("ready\n{lines}")),
    }
}
