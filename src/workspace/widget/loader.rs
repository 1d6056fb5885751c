use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::LazyLock;

use crate::workspace::{Workspace, random};

static SCRIPT: LazyLock<String> = LazyLock::new(|| without_comments(include_str!("loader.js")));
static ETAG: LazyLock<String> = LazyLock::new(|| format!("\"{}\"", random::hash(&SCRIPT)));

/// `GET /widget/{app_id}`. The address never changes, so the script is asked for again after a minute; what has not
/// changed by then is not sent again.
pub async fn serve(
    State(workspace): State<Workspace>,
    Path(app_id): Path<String>,
    headers: HeaderMap,
) -> Response {
    // What cannot be looked up now may be there in a moment: the script is the same for all.
    if !workspace.has_app(&app_id).await.unwrap_or(true) {
        return (StatusCode::NOT_FOUND, [(header::CACHE_CONTROL, "no-store")]).into_response();
    }
    let caching = [(header::CACHE_CONTROL, "public, max-age=60"), (header::ETAG, ETAG.as_str())];
    let known = headers.get(header::IF_NONE_MATCH).and_then(|tags| tags.to_str().ok());
    if known.is_some_and(|tags| tags.contains(ETAG.as_str())) {
        return (StatusCode::NOT_MODIFIED, caching).into_response();
    }
    let content_type = [(header::CONTENT_TYPE, "text/javascript; charset=utf-8")];
    (caching, content_type, SCRIPT.as_str()).into_response()
}

/// The script without its indentation and the comments that have lines of their own: a fifth of what is sent.
fn without_comments(script: &str) -> String {
    let mut served = String::with_capacity(script.len());
    let mut in_comment = false;
    for line in script.lines().map(str::trim) {
        let begins = line.starts_with("/**") && (line.ends_with("*/") || !line.contains("*/"));
        if in_comment || begins {
            in_comment = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            served.push_str(line);
            served.push('\n');
        }
    }
    served
}
