//! Serves the loader's script.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::LazyLock;

use super::file::File;
use crate::Workspace;

/// The script. Its address never changes, so a browser asks again after a minute.
static SCRIPT: LazyLock<File> = LazyLock::new(|| {
    let script = include_str!(concat!(env!("OUT_DIR"), "/loader.js"));
    File::new("text/javascript; charset=utf-8", "public, max-age=60", script.to_owned())
});

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
    SCRIPT.serve(&headers)
}
