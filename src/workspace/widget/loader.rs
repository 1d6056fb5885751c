//! Serves the two scripts of the page: the loader, and the panel's frame.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::LazyLock;

use super::file::File;
use crate::Workspace;

static LOADER: LazyLock<File> =
    LazyLock::new(|| script(include_str!(concat!(env!("OUT_DIR"), "/loader.js"))));
static FRAME: LazyLock<File> = LazyLock::new(|| script(include_str!(concat!(env!("OUT_DIR"), "/frame.js"))));

/// Its address never changes, so a browser asks again after a minute.
fn script(text: &str) -> File {
    File::new("text/javascript; charset=utf-8", "public, max-age=60", text.to_owned())
}

/// `GET /widget/{app_id}`
pub async fn serve(
    State(workspace): State<Workspace>,
    Path(app_id): Path<String>,
    headers: HeaderMap,
) -> Response {
    // What cannot be looked up now may be there in a moment: the script is the same for all.
    if let Ok(None) = workspace.app_name(&app_id).await {
        return (StatusCode::NOT_FOUND, [(header::CACHE_CONTROL, "no-store")]).into_response();
    }
    LOADER.serve(&headers)
}

/// `GET /messenger/web/frame.js`: the loader asks for it once there is something to show.
pub async fn frame(headers: HeaderMap) -> Response {
    FRAME.serve(&headers)
}
