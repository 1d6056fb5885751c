//! A page is rendered to its end, also for a browser that went away.
//!
//! leptos frees the signals of a page when its request is dropped. Parts of the page that wait for data may still render
//! on other threads, and a read of a freed signal panics.

use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::panic::resume_unwind;
use tracing::Instrument;

pub async fn uncancelled(request: Request, next: Next) -> Response {
    let answering = tokio::spawn(next.run(request).in_current_span());
    match answering.await.map_err(tokio::task::JoinError::try_into_panic) {
        Ok(response) => response,
        // For the layer that makes an answer of it.
        Err(Ok(panic)) => resume_unwind(panic),
        Err(Err(_)) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}
