//! How a request of the widget is read and answered.

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::edge::{fix, status};
use crate::people::sessions::Bearer;
use crate::refusal::Refusal;
use crate::writer::{Write, WriteReply};
use crate::{Platform, Workspace};

pub fn credential(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    value.strip_prefix("Bearer ").map(str::to_owned)
}

pub fn bearer(platform: Platform, headers: &HeaderMap) -> Bearer {
    Bearer { platform, credential: credential(headers).unwrap_or_default() }
}

/// Refuses a request that a page of any origin can send without a preflight: the browser would ask nobody whether it
/// may.
pub fn only_json(headers: &HeaderMap) -> Result<(), Refusal> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    match kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json") {
        true => Ok(()),
        false => Err(Refusal::NotJson),
    }
}

pub fn refused_body(rejection: BytesRejection) -> Refusal {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::TooLarge,
        _ => Refusal::Malformed("The body did not arrive."),
    }
}

pub fn parsed<T: DeserializeOwned>(body: Result<Bytes, BytesRejection>) -> Result<T, Refusal> {
    serde_json::from_slice(&body.map_err(refused_body)?)
        .map_err(|_| Refusal::Malformed("The request is not of the form that is sent."))
}

/// Submits a write of the panel's person, from the request's JSON.
pub async fn submit<T: DeserializeOwned>(
    workspace: &Workspace,
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
    write: impl FnOnce(Bearer, T) -> Write,
) -> Response {
    let submitted = async {
        only_json(headers)?;
        workspace.submit(write(bearer(Platform::Web, headers), parsed(body)?)).await
    };
    match submitted.await {
        Ok(Some(reply)) => Json(reply).into_response(),
        Ok(None) => StatusCode::NO_CONTENT.into_response(),
        Err(refusal) => answer(&refusal),
    }
}

pub fn reply(received: Result<WriteReply, Refusal>) -> Response {
    match received {
        Ok(reply) => Json(reply).into_response(),
        Err(refusal) => answer(&refusal),
    }
}

/// Answers a refusal. The reply says no more than its status, unless the call's author can mend its form.
pub fn answer(refusal: &Refusal) -> Response {
    metrics::counter!("workspace_refusals_total", "reason" => refusal.reason()).increment(1);
    let error = match refusal {
        Refusal::TooLarge | Refusal::FileTooLarge => json!({ "code": "too_large" }),
        Refusal::Malformed(what) => json!({ "code": "bad_request", "message": what }),
        Refusal::NotJson => json!({ "code": "unsupported_media_type", "message": fix(refusal) }),
        Refusal::UnknownApp | Refusal::NoConversation => json!({ "code": "not_found" }),
        Refusal::Identity(_) if status(refusal) == 409 => json!({ "code": "conflict" }),
        Refusal::Identity(_) => json!({ "code": "forbidden" }),
        Refusal::Blocked => json!({ "code": "blocked" }),
        Refusal::TooManyEventNames | Refusal::ArchivedEventName => json!({ "code": "data_invalid" }),
        Refusal::LargePicture | Refusal::ScannedFile => {
            json!({ "code": "parameter_invalid", "message": refusal.to_string() })
        }
        Refusal::NoText | Refusal::LongText | Refusal::NoEmail | Refusal::NoFile => {
            json!({ "code": "parameter_invalid", "message": fix(refusal) })
        }
        Refusal::FileKind => json!({ "code": "unsupported_media_type", "message": fix(refusal) }),
        Refusal::NotStored => json!({ "code": "insufficient_storage" }),
        Refusal::Full(_) => json!({ "code": "insufficient_storage", "message": refusal.to_string() }),
        Refusal::KeyInUse => json!({ "code": "conflict" }),
        Refusal::TooMany(_) => json!({ "code": "rate_limit_exceeded" }),
        Refusal::Internal => json!({ "code": "server_error" }),
    };
    let status = StatusCode::from_u16(status(refusal)).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = Json(json!({ "errors": [error] }));
    match refusal {
        Refusal::TooMany(refused) => {
            (status, [(header::RETRY_AFTER, refused.retry_after_seconds.to_string())], body).into_response()
        }
        _ => (status, body).into_response(),
    }
}

pub fn failed(error: impl Into<crate::error::Error>) -> Response {
    _ = error.into();
    answer(&Refusal::Internal)
}
