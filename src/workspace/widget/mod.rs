//! The widget: the script a page loads, and the addresses it talks to.
//!
//! All of it is cookieless. The credential of a session comes in the `Authorization` header, so that the shop's own
//! session never rides along, and no page of another origin can act for anyone.

mod limit;
mod loader;
mod messenger;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderValue, header};
use axum::middleware::{from_fn_with_state, map_response};
use axum::response::Response;
use axum::routing::{get, post};

use super::Workspace;
use super::ping::LARGEST;

pub fn routes(workspace: Workspace) -> Router {
    let messenger = Router::new()
        .route("/messenger/{platform}/ping", post(messenger::ping))
        .route("/messenger/{platform}/shutdown", post(messenger::shutdown))
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(from_fn_with_state(workspace.clone(), limit::limit))
        .layer(map_response(never_stored));
    Router::new().route("/widget/{app_id}", get(loader::serve)).merge(messenger).with_state(workspace)
}

async fn never_stored(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
