use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::error::Error;
use crate::workspace::Workspace;
use crate::workspace::feed::{FeedKind, PingRefused};
use crate::workspace::ping::{self, Ping, Refusal};

/// `POST /messenger/web/ping`
pub async fn ping(
    State(workspace): State<Workspace>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let ping = match body.map_err(refused_body).and_then(|body| ping::parse(&body)) {
        Ok(ping) => ping,
        Err(refusal) => return refuse(&workspace, None, &refusal),
    };
    let credential = credential(&headers);
    // A task of its own: a page that goes away must not stop a ping between its commit and the feed.
    let task = tokio::spawn(async move {
        match ping::receive(&workspace, &ping, credential.as_deref()).await {
            Ok(reply) => Json(reply).into_response(),
            Err(refusal) => refuse(&workspace, Some(&ping), &refusal),
        }
    });
    finish(task).await
}

/// `POST /messenger/web/shutdown`: says the same whether or not there was a session to end.
pub async fn shutdown(
    State(workspace): State<Workspace>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let Some(credential) = credential(&headers) else { return StatusCode::NO_CONTENT.into_response() };
    let ping_id = body.ok().and_then(|body| ping::id_in(&body));
    let task = tokio::spawn(async move {
        match ping::end_session(&workspace, &credential, ping_id.as_deref()).await {
            Ok(()) => StatusCode::NO_CONTENT.into_response(),
            Err(error) => answer(&error.into()),
        }
    });
    finish(task).await
}

async fn finish(task: tokio::task::JoinHandle<Response>) -> Response {
    task.await.unwrap_or_else(|panic| {
        _ = Error::internal(panic);
        answer(&Refusal::Internal)
    })
}

fn credential(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    value.strip_prefix("Bearer ").map(str::to_owned)
}

fn refused_body(rejection: BytesRejection) -> Refusal {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::TooLarge,
        _ => Refusal::NotAPing("The body did not arrive."),
    }
}

/// Says in log and feed why, and answers.
fn refuse(workspace: &Workspace, ping: Option<&Ping>, refusal: &Refusal) -> Response {
    let status = refusal.status();
    let reason = refusal.to_string();
    tracing::info!(status, reason, "ping refused");
    // What names no app of this workspace is no entry of its feed.
    if !matches!(refusal, Refusal::UnknownApp) {
        let kind = FeedKind::PingRefused(PingRefused {
            call: ping.map(|ping| ping.call),
            url: ping.map(|ping| ping.page.url.clone()),
            status,
            reason,
            fix: refusal.fix().to_owned(),
            checks: Vec::new(),
        });
        workspace.tell(workspace.app_id(), ping.and_then(|ping| ping.ping_id.as_deref()), kind);
    }
    answer(refusal)
}

/// The reply says no more than its status, unless the author of the call can mend what was wrong with its form.
fn answer(refusal: &Refusal) -> Response {
    let (status, error) = match refusal {
        Refusal::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, json!({ "code": "too_large" })),
        Refusal::NotAPing(what) => {
            (StatusCode::BAD_REQUEST, json!({ "code": "bad_request", "message": what }))
        }
        Refusal::UnknownApp => (StatusCode::NOT_FOUND, json!({ "code": "not_found" })),
        Refusal::Identity(_) => (StatusCode::FORBIDDEN, json!({ "code": "forbidden" })),
        Refusal::Internal => (StatusCode::INTERNAL_SERVER_ERROR, json!({ "code": "server_error" })),
    };
    (status, Json(json!({ "errors": [error] }))).into_response()
}
