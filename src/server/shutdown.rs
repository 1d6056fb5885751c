//! Stopping without cutting anybody off in the middle of an answer.

use axum::Router;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;

/// Ends when the process is asked to stop: SIGTERM, or Ctrl-C.
pub async fn asked_to_stop() {
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signals) => _ = signals.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = terminated => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

/// Serves until `stop` ends; then takes no new request and gives the running ones `patience` to finish.
pub async fn serve_until(
    stop: impl Future<Output = ()>,
    listener: TcpListener,
    app: Router,
    patience: Duration,
) -> io::Result<()> {
    let (close, closed) = oneshot::channel::<()>();
    // The embedded workspace counts pings by address.
    let app = app.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, app).with_graceful_shutdown(async { _ = closed.await });
    let stopping = async {
        stop.await;
        _ = close.send(());
        tokio::time::sleep(patience).await;
    };
    tokio::select! {
        ended = serving => ended,
        () = stopping => {
            tracing::warn!("requests that were still open are cut");
            Ok(())
        }
    }
}
