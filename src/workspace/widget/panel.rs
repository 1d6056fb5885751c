use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use std::sync::{Arc, LazyLock};

use super::file::{File, without_comments};
use super::{App, views};
use crate::workspace::Workspace;

/// Their addresses have the version in them.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

static SCRIPT: LazyLock<File> = LazyLock::new(|| {
    File::new("text/javascript; charset=utf-8", FOR_EVER, without_comments(include_str!("panel.js")))
});
static STYLES: LazyLock<File> = LazyLock::new(|| {
    let sheets = [
        include_str!("../../../style/tokens.css"),
        include_str!("../../../style/base.css"),
        include_str!("../../../style/messenger.css"),
    ];
    File::new("text/css; charset=utf-8", FOR_EVER, sheets.concat())
});

#[derive(Clone)]
pub struct Panel {
    workspace: Workspace,
    policy: HeaderValue,
    document: Arc<str>,
}

impl Panel {
    pub fn new(workspace: Workspace, allowed: &[String]) -> Self {
        let versions = (SCRIPT.version(), STYLES.version());
        Self { workspace, policy: policy(allowed), document: views::document(versions).into() }
    }
}

/// Sandboxed even where a person opens the document by its address. It may be framed where the widget may be.
fn policy(allowed: &[String]) -> HeaderValue {
    let policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; \
                  base-uri 'none'; form-action 'none'; sandbox allow-scripts";
    let framed_by = allowed.iter().fold("'self'".to_owned(), |list, origin| format!("{list} {origin}"));
    // Origins are plain letters by the rule of their setting; without them nobody may frame it.
    HeaderValue::try_from(format!("{policy}; frame-ancestors {framed_by}"))
        .unwrap_or(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"))
}

/// `GET /messenger/web/panel`: the same for everyone.
pub async fn serve(State(panel): State<Panel>, Query(app): Query<App>) -> Response {
    // What cannot be looked up now may be there in a moment: the document is the same for all.
    if !panel.workspace.has_app(&app.app_id).await.unwrap_or(true) {
        return StatusCode::NOT_FOUND.into_response();
    }
    ([(header::CONTENT_SECURITY_POLICY, panel.policy)], Html(panel.document.to_string())).into_response()
}

/// `GET /messenger/web/panel.js`
pub async fn script(headers: HeaderMap) -> Response {
    SCRIPT.serve(&headers)
}

/// `GET /messenger/web/panel.css`
pub async fn styles(headers: HeaderMap) -> Response {
    STYLES.serve(&headers)
}
