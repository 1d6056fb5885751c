//! The inspector's endpoints: pages report to one, its own page reads the other.
//!
//! In development both are open to anyone; in production to teammates alone. `Access` is put into the request by the
//! server, which knows who is logged in.

mod calls;
mod ledger;
mod log;
mod stream;

use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::routing::{get, post};
use futures::future::BoxFuture;
use futures::stream::{BoxStream, Stream};
use std::sync::Arc;

use super::{CALLS_PATH, LEDGER_PATH, STREAM_PATH};
use crate::clock::Clock;
use crate::workspace::Workspace;
use log::Log;

/// The pages of one app and its workspace, which an inspector watches. Clones share them.
#[derive(Clone)]
pub struct Inspector {
    app: Log,
    /// The embedded workspace; none where it is hosted.
    workspace: Option<Workspace>,
    clock: Clock,
}

/// The permission to inspect, as an extension of the request. The endpoints refuse a request without it.
#[derive(Clone)]
pub struct Access {
    still_allowed: Arc<dyn Fn() -> BoxFuture<'static, bool> + Send + Sync>,
    ends: Arc<dyn Fn() -> BoxStream<'static, ()> + Send + Sync>,
}

impl Access {
    /// Permits to inspect for as long as `still_allowed` says that the person still may.
    /// An open stream asks it again and again, and at once when `ends` has an item.
    pub fn new<F, S>(
        still_allowed: impl Fn() -> F + Send + Sync + 'static,
        ends: impl Fn() -> S + Send + Sync + 'static,
    ) -> Self
    where
        F: Future<Output = bool> + Send + 'static,
        S: Stream<Item = ()> + Send + 'static,
    {
        Self {
            still_allowed: Arc::new(move || Box::pin(still_allowed())),
            ends: Arc::new(move || Box::pin(ends())),
        }
    }

    async fn still_allowed(&self) -> bool {
        (self.still_allowed)().await
    }
}

/// Extracts the inspector of the request's app, which the server puts into the request's extensions, too.
impl<S: Sync> FromRequestParts<S> for Inspector {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        parts.extensions.get::<Self>().cloned().ok_or(StatusCode::NOT_FOUND)
    }
}

impl<S: Sync> FromRequestParts<S> for Access {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        parts.extensions.get::<Self>().cloned().ok_or(StatusCode::FORBIDDEN)
    }
}

impl Inspector {
    pub fn new(workspace: Option<Workspace>, clock: Clock) -> Self {
        Self { app: Log::new(clock.millis()), workspace, clock }
    }
}

pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        // Developers and teammates.
        .route(CALLS_PATH, post(calls::receive))
        .route(LEDGER_PATH, get(ledger::ledger))
        .route(STREAM_PATH, get(stream::stream))
}
