//! Takes connections and answers what comes on them: no client holds anything for ever, and a stop cuts nobody off in the
//! middle of an answer.

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt;

use super::timed_body::TimedBody;

/// Before the next connection is taken, where one could not be: the system has run out of something.
const PAUSE: Duration = Duration::from_secs(1);

/// Files that are no connection of a client: the database's, the log, the site's.
const OTHER_FILES: usize = 124;
/// Connections at once, however few files there are.
const FEWEST: usize = 100;
/// Files that a process may usually open.
const USUAL_FILES: usize = 1_024;

#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections at once, streams among them; who comes above that waits. Each takes one of the files that the process
    /// may open.
    pub connections: usize,
    /// Until the head of a request has come, and so long a connection may lie idle.
    pub head: Duration,
    /// From then on, until its body has; what has come of it prolongs that.
    pub body: Duration,
    /// How long requests that are still running may go on after a stop. Streams never end by themselves, so this is how
    /// long a stop takes while one is open.
    pub last_requests: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: open_files().saturating_sub(OTHER_FILES).max(FEWEST),
            head: Duration::from_secs(30),
            body: Duration::from_secs(30),
            last_requests: Duration::from_secs(5),
        }
    }
}

/// Serves until `stop` ends; then takes no new request and lets the running ones finish.
pub async fn serve_until(stop: impl Future<Output = ()>, listener: TcpListener, app: Router, limits: Limits) {
    let places = Arc::new(Semaphore::new(limits.connections));
    let running = GracefulShutdown::new();
    let mut connections = http1::Builder::new();
    connections.timer(TokioTimer::new()).header_read_timeout(limits.head);
    let taking = async {
        loop {
            let Ok(place) = places.clone().acquire_owned().await else { return };
            match listener.accept().await {
                Ok((stream, peer)) => {
                    let app = app.clone();
                    let service = service_fn(move |mut request: Request<Incoming>| {
                        // Pings and tries are counted by address.
                        request.extensions_mut().insert(ConnectInfo(peer));
                        app.clone().oneshot(request.map(|body| TimedBody::wrap(body, limits.body)))
                    });
                    let connection =
                        running.watch(connections.serve_connection(TokioIo::new(stream), service));
                    tokio::spawn(async move {
                        // Fails where the client went away, or was too slow.
                        _ = connection.await;
                        drop(place);
                    });
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be taken");
                    tokio::time::sleep(PAUSE).await;
                }
            }
        }
    };
    tokio::select! {
        () = taking => {}
        () = stop => {}
    }
    drop(listener);
    if tokio::time::timeout(limits.last_requests, pin!(running.shutdown())).await.is_err() {
        tracing::warn!("requests that were still open are cut");
    }
}

/// That this process may open (`ulimit -n`).
fn open_files() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    soft_limit(&limits).unwrap_or(USUAL_FILES)
}

/// Of the lines of proc(5)'s `limits`: name, soft limit, hard limit, unit.
fn soft_limit(limits: &str) -> Option<usize> {
    let files = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    files.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_connections_are_served_as_the_process_may_open_files_for() {
        let limits = "Limit                     Soft Limit           Hard Limit           Units\n\
                      Max processes             96102                96102                processes\n\
                      Max open files            20000                524288               files\n";
        assert_eq!(soft_limit(limits), Some(20_000));
        assert_eq!(soft_limit(&limits.replace("20000 ", "unlimited ")), None);
        assert!(Limits::default().connections >= FEWEST);
    }
}
