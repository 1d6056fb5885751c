//! The metrics of this process, for Prometheus. The modules count by the macros of the crate `metrics`; without
//! `OPERATOR_ADDR` nothing is kept of it.

use metrics::{Unit, describe_counter, describe_gauge, describe_histogram, gauge};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::convert::Infallible;
use std::time::Duration;
use tokio::time::timeout;

use super::state::State;
use crate::background::every;
use crate::database::Db;
use crate::error::Error;
use crate::shop::support;
use crate::workspace;

/// The buckets for the time of an answer or a commit, in seconds.
const SECONDS: [f64; 9] = [0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
/// The buckets for the number of writes in a commit.
const WRITES: [f64; 5] = [1.0, 4.0, 16.0, 64.0, 256.0];
/// The time after which a sample that is not read is added up.
const UPKEEP: Duration = Duration::from_secs(5);
/// The longest time that a question to the database may take; its answer is left out then.
const PATIENCE: Duration = Duration::from_secs(2);

/// Keeps what is counted from now on.
pub fn start() -> Result<PrometheusHandle, String> {
    let builder = || {
        PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)?
            .set_buckets_for_metric(Matcher::Full("workspace_commit_writes".to_owned()), &WRITES)?
            .install_recorder()
    };
    let handle = builder().map_err(|error| format!("the metrics did not start: {error}"))?;
    describe();
    let kept = handle.clone();
    every(UPKEEP, "metrics", move || {
        let kept = kept.clone();
        async move {
            kept.run_upkeep();
            Ok::<_, Infallible>(())
        }
    });
    Ok(handle)
}

/// Describes the metrics. `src/server/README.md` has the labels.
fn describe() {
    describe_counter!("http_requests_total", "Requests, by method, route and status");
    describe_histogram!("http_request_seconds", Unit::Seconds, "Until the head of the answer, by route");
    describe_gauge!("http_connections", "Open connections, of people and of operators");
    describe_counter!("http_connections_refused_total", "Connections and requests that found no place");
    describe_gauge!("http_streams", "Open event streams");
    describe_counter!("panics_total", "Panics anywhere in the process");
    describe_counter!("internal_errors_total", "Errors whose cause is in the log");
    describe_gauge!("server_fault", "1: this keeps the server from its work, or soon will");
    describe_counter!("workspace_writes_total", "Pings, messages and other writes, by kind and outcome");
    describe_counter!("workspace_refusals_total", "Requests of the Messenger that were refused, by reason");
    describe_gauge!("workspace_writer_queue", "Writes that wait for their commit");
    describe_counter!("workspace_commits_total", "Commits of the writer, by outcome");
    describe_histogram!("workspace_commit_seconds", Unit::Seconds, "Time of a commit");
    describe_histogram!("workspace_commit_writes", "Writes in a commit");
    describe_gauge!("database_up", "1: the database answers");
    describe_gauge!("database_bytes", Unit::Bytes, "Size of the database");
    describe_gauge!("database_connections", "Connections to the database, by pool and state");
    describe_gauge!("disk_free_bytes", Unit::Bytes, "Free space on the disk of a folder");
    describe_gauge!("attachments_bytes", Unit::Bytes, "Size of the files that people sent");
    describe_gauge!("background_task_last_success_timestamp_seconds", "Unix time of a task's last success");
    describe_counter!("background_task_failures_total", "Runs of a task that failed");
    describe_counter!("background_task_panics_total", "Panics of a task, which was started again");
    describe_counter!("support_deliveries_total", "Tries to send an event to Intercom, by outcome");
    describe_gauge!("support_events", "Events for Intercom that wait, or were given up");
    metrics::counter!("panics_total").absolute(0);
    metrics::counter!("internal_errors_total").absolute(0);
}

/// Brings the gauges up to date that nobody counts.
pub async fn measure(state: &State) {
    for (pool, open, idle) in state.db.connections() {
        let set = |state: &'static str, number: usize| {
            gauge!("database_connections", "pool" => pool, "state" => state).set(number as f64);
        };
        set("idle", idle);
        set("used", open.saturating_sub(idle));
    }
    if let Some(Ok(free)) = state.db.free_space() {
        gauge!("disk_free_bytes", "of" => "database").set(free as f64);
    }
    if state.brands.iter().any(|brand| brand.embedded.is_some())
        && let Ok(free) = state.config.files().free_space().await
    {
        gauge!("disk_free_bytes", "of" => "files").set(free as f64);
    }
    let read = timeout(PATIENCE, measure_rows(&state.db)).await;
    gauge!("database_up").set(if matches!(read, Ok(Ok(()))) { 1.0 } else { 0.0 });
}

async fn measure_rows(db: &Db) -> Result<(), Error> {
    gauge!("database_bytes").set(db.size().await? as f64);
    gauge!("attachments_bytes").set(workspace::bytes_of_files(db).await? as f64);
    let (waiting, given_up) = support::outbox_size(db).await?;
    gauge!("support_events", "state" => "waiting").set(waiting as f64);
    gauge!("support_events", "state" => "given_up").set(given_up as f64);
    Ok(())
}
