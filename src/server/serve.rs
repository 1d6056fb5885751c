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

#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections at once; who comes above that waits. Each takes a file of the thousand that a process may usually open.
    pub connections: usize,
    /// Until the head of a request has come, and so long a connection may lie idle.
    pub head: Duration,
    /// From then on, until its body has.
    pub body: Duration,
    /// How long requests that are still running may go on after a stop. Streams never end by themselves, so this is how
    /// long a stop takes while one is open.
    pub last_requests: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 900,
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
