use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde::Serialize;
use serde_json::{Value, json};

use super::Client;
use super::words::{Language, Launcher};
use crate::workspace::cookie_domain::is_of_page;
use crate::workspace::edge::{fix, status};
use crate::workspace::feed::Call;
use crate::workspace::refusal::Refusal;
use crate::workspace::writer::{Reply, Work};
use crate::workspace::{Platform, Workspace, data_events, messenger_settings, ping};

/// `POST /messenger/{platform}/ping`
pub async fn ping(
    State(workspace): State<Workspace>,
    asked: Option<Extension<Workspace>>,
    client: Client,
    Path(platform): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let received = async {
        let (platform, mut ping) = read(&workspace, asked, &platform, &headers, body, ping::parse).await?;
        let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        ping.network = client.map(|Extension(ConnectInfo(client))| client.ip().into());
        ping.user_agent = agent.unwrap_or_default().to_owned();
        let chosen = ping.data.details.get("language_override").and_then(Value::as_str);
        let words = (chosen.is_some() || matches!(ping.call, Call::Boot))
            .then(|| Language::of(chosen, accepted).0.launcher);
        let (begins, app_id) = (matches!(ping.call, Call::Boot), ping.app_id.clone());
        let reply = ping::receive(&workspace, platform, ping, credential(&headers)).await?;
        let mut cookie_domain = None;
        if begins {
            let settings =
                messenger_settings::read(workspace.db(), &app_id).await.map_err(|_| Refusal::Internal)?;
            cookie_domain = settings.cookie_domain.filter(|domain| is_of_page(domain, &headers));
        }
        Ok(Answer { reply, words, cookie_domain })
    };
    match received.await {
        Ok(answer) => Json(answer).into_response(),
        Err(refusal) => answer(&refusal),
    }
}

#[derive(Serialize)]
struct Answer {
    #[serde(flatten)]
    reply: Reply,
    /// What the launcher is called, where the page begins or chooses a language.
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<Launcher>,
    /// Where the page begins on one of its hosts.
    #[serde(skip_serializing_if = "Option::is_none")]
    cookie_domain: Option<String>,
}

/// `POST /messenger/{platform}/event`
pub async fn event(
    State(workspace): State<Workspace>,
    asked: Option<Extension<Workspace>>,
    Path(platform): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let received = async {
        let (platform, event) =
            read(&workspace, asked, &platform, &headers, body, data_events::parse).await?;
        data_events::receive(&workspace, platform, event, credential(&headers)).await
    };
    reply(received.await)
}

async fn read<T>(
    workspace: &Workspace,
    asked: Option<Extension<Workspace>>,
    platform: &str,
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
    parse: fn(&[u8]) -> Result<T, Refusal>,
) -> Result<(Platform, T), Refusal> {
    let platform = platform.parse().map_err(|()| Refusal::UnknownApp)?;
    match only_json(headers).and_then(|()| parse(&body.map_err(refused_body)?)) {
        Ok(read) => Ok((platform, read)),
        // A refused request that names no app is recorded in the feed of the requested host's workspace.
        Err(refusal) => {
            let requested = asked.as_ref().map_or(workspace, |Extension(asked)| asked);
            Err(requested.refuse(None, refusal).await)
        }
    }
}

/// What a page of any origin can send without a preflight is no ping: the browser would ask nobody whether it may.
pub(super) fn only_json(headers: &HeaderMap) -> Result<(), Refusal> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    match kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json") {
        true => Ok(()),
        false => Err(Refusal::NotJson),
    }
}

pub(super) fn reply(received: Result<Reply, Refusal>) -> Response {
    match received {
        Ok(reply) => Json(reply).into_response(),
        Err(refusal) => answer(&refusal),
    }
}

/// `POST /messenger/{platform}/shutdown`: says the same whether or not there was a session to end.
pub async fn shutdown(
    State(workspace): State<Workspace>,
    Path(platform): Path<String>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let Ok(platform) = platform.parse() else { return answer(&Refusal::UnknownApp) };
    let Some(credential) = credential(&headers) else { return StatusCode::NO_CONTENT.into_response() };
    let ping_id = body.ok().and_then(|body| ping::id_in(&body));
    match workspace.submit(Work::Shutdown { platform, credential, ping_id }).await {
        Ok(_) => StatusCode::NO_CONTENT.into_response(),
        Err(refusal) => answer(&refusal),
    }
}

pub(super) fn credential(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    value.strip_prefix("Bearer ").map(str::to_owned)
}

pub(super) fn refused_body(rejection: BytesRejection) -> Refusal {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::TooLarge,
        _ => Refusal::Malformed("The body did not arrive."),
    }
}

/// The reply says no more than its status, unless the author of the call can mend what was wrong with its form.
pub(super) fn answer(refusal: &Refusal) -> Response {
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
