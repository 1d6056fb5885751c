//! How a request of the widget is read and answered.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, post};
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::edge::{fix, status_and_code};
use crate::people::sessions::Bearer;
use crate::refusal::Refusal;
use crate::writer::{Write, WriteReply};
use crate::{Platform, Workspace};

/// A request's body, or why it did not arrive.
pub type ReadBody = Result<Bytes, BytesRejection>;

pub fn credential(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    value.strip_prefix("Bearer ").map(str::to_owned)
}

pub fn bearer(platform: Platform, headers: &HeaderMap) -> Bearer {
    Bearer { platform, credential: credential(headers).unwrap_or_default() }
}

/// Refuses a request that a page of any origin can send without a preflight.
/// The browser would ask nobody whether it may.
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

pub fn parsed<T: DeserializeOwned>(body: ReadBody) -> Result<T, Refusal> {
    serde_json::from_slice(&body.map_err(refused_body)?)
        .map_err(|_| Refusal::Malformed("The request is not of the form that is sent."))
}

/// Answers requests whose JSON is a write of the panel's person.
pub fn post_write<T: DeserializeOwned + Send + 'static>(
    write: fn(Bearer, T) -> Write,
) -> MethodRouter<Workspace> {
    post(move |State(workspace): State<Workspace>, headers: HeaderMap, body: ReadBody| async move {
        only_json(&headers)?;
        let work = write(bearer(Platform::Web, &headers), parsed(body)?);
        reply(workspace.submit(work).await)
    })
}

/// Answers with the reply to a write. A write without reply was stored all the same.
pub fn reply(written: Result<Option<WriteReply>, Refusal>) -> Result<Response, Refusal> {
    Ok(match written? {
        Some(WriteReply::Event(reply)) => Json(reply).into_response(),
        Some(WriteReply::Message(reply)) => Json(reply).into_response(),
        // The ping's endpoint answers these.
        Some(WriteReply::Ping(_) | WriteReply::Delivered(_)) | None => StatusCode::NO_CONTENT.into_response(),
    })
}

/// Answers a refusal. The reply says no more than its status, unless the call's author can mend its form.
impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        metrics::counter!("workspace_refusals_total", "reason" => self.reason()).increment(1);
        let (status, code) = status_and_code(&self);
        let mut error = json!({ "code": code });
        match &self {
            Self::Malformed(what) => error["message"] = json!(what),
            Self::LargePicture | Self::ScannedFile | Self::Full(_) => {
                error["message"] = json!(self.to_string());
            }
            Self::NotJson | Self::FileKind | Self::NoText | Self::LongText | Self::NoEmail | Self::NoFile => {
                error["message"] = json!(fix(&self));
            }
            _ => {}
        }
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = Json(json!({ "errors": [error] }));
        match self {
            Self::TooMany(refused) => {
                (status, [(header::RETRY_AFTER, refused.retry_after_seconds.to_string())], body)
                    .into_response()
            }
            _ => (status, body).into_response(),
        }
    }
}
