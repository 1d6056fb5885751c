//! Serves the panel's document, script and styles.

use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use std::sync::LazyLock;

use super::file::File;
use super::host::host;
use super::views::Host;
use super::words::Language;
use super::{AppQuery, views};
use crate::{Workspace, messenger_settings};

/// Caching of files whose address has their version.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

static SCRIPT: LazyLock<File> = LazyLock::new(|| {
    let script = include_str!(concat!(env!("OUT_DIR"), "/panel.js"));
    File::new("text/javascript; charset=utf-8", FOR_EVER, script.to_owned())
});
pub static STYLES: LazyLock<File> = LazyLock::new(|| {
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
}

impl Panel {
    pub fn new(workspace: Workspace, allowed: &[String]) -> Self {
        Self { workspace, policy: policy(allowed) }
    }
}

/// The panel's policy.
/// The document is sandboxed even where a person opens it by its address, but for the windows that links open.
/// It may be framed where the widget may be.
fn policy(allowed: &[String]) -> HeaderValue {
    let policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: \
                  blob: https:; base-uri 'none'; form-action 'none'; \
                  sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads";
    let framed_by = allowed.iter().fold("'self'".to_owned(), |list, origin| format!("{list} {origin}"));
    // Origins are plain letters by the rule of their setting; without them nobody may frame it.
    HeaderValue::try_from(format!("{policy}; frame-ancestors {framed_by}"))
        .unwrap_or(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"))
}

/// `GET /messenger/web/panel`: the same for everyone who comes to this app and reads this language.
pub async fn serve(
    State(panel): State<Panel>,
    Query(app): Query<AppQuery>,
    Language(words): Language,
) -> Response {
    // What cannot be looked up now may be there in a moment: all documents are alike, but for who answers.
    let looked_up = host(&panel.workspace, &app.app_id).await;
    let host = match looked_up {
        Ok(Some(host)) => host,
        Ok(None) => return StatusCode::NOT_FOUND.into_response(),
        Err(_) => Host { name: panel.workspace.name().to_owned(), ..Host::default() },
    };
    let sound = messenger_settings::read(panel.workspace.db(), &app.app_id)
        .await
        .is_ok_and(|settings| settings.sound);
    let document = views::document(&host, sound, words, (SCRIPT.version(), STYLES.version()));
    let headers = [
        (header::CONTENT_SECURITY_POLICY, panel.policy),
        (header::VARY, HeaderValue::from_static("accept-language")),
    ];
    (headers, Html(document)).into_response()
}

/// `GET /messenger/web/panel.js`
pub async fn script(headers: HeaderMap) -> Response {
    SCRIPT.serve(&headers)
}

/// `GET /messenger/web/panel.css`
pub async fn styles(headers: HeaderMap) -> Response {
    STYLES.serve(&headers)
}
