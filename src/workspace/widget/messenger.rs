use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::workspace::Workspace;
use crate::workspace::ping::{self, Refusal};
use crate::workspace::writer::Work;

/// `POST /messenger/web/ping`
pub async fn ping(
    State(workspace): State<Workspace>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let ping = match body.map_err(refused_body).and_then(|body| ping::parse(&body)) {
        Ok(ping) => ping,
        Err(refusal) => return answer(&workspace.refuse(None, refusal).await),
    };
    match ping::receive(&workspace, ping, credential(&headers)).await {
        Ok(reply) => Json(reply).into_response(),
        Err(refusal) => answer(&refusal),
    }
}

/// `POST /messenger/web/shutdown`: says the same whether or not there was a session to end.
pub async fn shutdown(
    State(workspace): State<Workspace>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let Some(credential) = credential(&headers) else { return StatusCode::NO_CONTENT.into_response() };
    let ping_id = body.ok().and_then(|body| ping::id_in(&body));
    match workspace.hand_in(Work::Shutdown { credential, ping_id }).await {
        Ok(_) => StatusCode::NO_CONTENT.into_response(),
        Err(refusal) => answer(&refusal),
    }
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
