//! Refuses who asks too often, before anything of the request is read.

use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;

use super::answer::credential;
use crate::Workspace;
use crate::refusal::Refusal;

pub async fn limit(State(workspace): State<Workspace>, request: Request, next: Next) -> Response {
    let now = workspace.clock().millis();
    let limits = workspace.limits();
    let address = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    // A refused request that names no app is recorded in the feed of the requested host's workspace.
    let requested = request.extensions().get::<Workspace>().unwrap_or(&workspace).clone();
    let mut within = address.map_or(Ok(()), |address| limits.address(address, now));
    // Whoever leaves may always do so.
    if within.is_ok()
        && !request.uri().path().ends_with("/shutdown")
        && let Some(credential) = credential(request.headers())
    {
        within = limits.person(&credential, now);
    }
    match within {
        Ok(()) => next.run(request).await,
        Err(refused) => requested.refuse(None, Refusal::TooMany(refused)).await.into_response(),
    }
}
