//! What a page sends by `boot`, `update`, `trackEvent` and `shutdown`.

use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use axum::{Extension, Json};
use serde::Serialize;
use serde_json::Value;

use super::ClientAddress;
use super::answer::{ReadBody, bearer, only_json, refused_body, reply};
use super::words::{Language, Launcher};
use crate::cookie_domain::is_of_page;
use crate::feed::Call;
use crate::identity::User;
use crate::outbound::{ConsideredView, Delivered, EvaluatedView};
use crate::people::refusals::Refusals;
use crate::people::sessions::Bearer;
use crate::ping::{Ping, PingReply, StoredPing, VerifiedPing};
use crate::refusal::Refusal;
use crate::writer::{Write, WriteReply};
use crate::{Platform, Workspace, conversations, data_events, identity, messenger_settings, ping};

/// `POST /messenger/{platform}/ping`
pub async fn ping(
    State(workspace): State<Workspace>,
    asked: Option<Extension<Workspace>>,
    client: ClientAddress,
    Path(platform): Path<String>,
    headers: HeaderMap,
    body: ReadBody,
) -> Result<Json<PingResponse>, Refusal> {
    let (platform, mut ping) = read(&workspace, asked, &platform, &headers, body, ping::parse).await?;
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let address = client.map(|Extension(ConnectInfo(client))| client.ip());
    ping.network = address.map(Into::into);
    ping.location = address.and_then(|address| workspace.location_of(address));
    ping.user_agent = text(header::USER_AGENT).unwrap_or_default().to_owned();
    let chosen = ping.data.details.get("language_override").and_then(Value::as_str);
    let (begins, app_id) = (ping.call == Call::Boot, ping.app_id.clone());
    let words =
        (chosen.is_some() || begins).then(|| Language::of(chosen, text(header::ACCEPT_LANGUAGE)).0.launcher);
    let reply = receive_ping(&workspace, ping, bearer(platform, &headers)).await?;
    let mut cookie_domain = None;
    if begins {
        let settings = messenger_settings::read(workspace.db(), &app_id).await?;
        cookie_domain = settings.cookie_domain.filter(|domain| is_of_page(domain, &headers));
    }
    Ok(Json(PingResponse { reply, words, cookie_domain }))
}

#[derive(Serialize)]
pub struct PingResponse {
    #[serde(flatten)]
    reply: PingReply,
    /// The launcher's words, where the page begins or chooses a language.
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<Launcher>,
    /// The domain of the visitor cookie, where the page begins on one of its hosts.
    #[serde(skip_serializing_if = "Option::is_none")]
    cookie_domain: Option<String>,
}

/// `POST /messenger/{platform}/event`
pub async fn event(
    State(workspace): State<Workspace>,
    asked: Option<Extension<Workspace>>,
    Path(platform): Path<String>,
    headers: HeaderMap,
    body: ReadBody,
) -> Result<Response, Refusal> {
    let (platform, event) = read(&workspace, asked, &platform, &headers, body, data_events::parse).await?;
    reply(workspace.submit(Write::Event(bearer(platform, &headers), Box::new(event))).await)
}

async fn read<T>(
    workspace: &Workspace,
    asked: Option<Extension<Workspace>>,
    platform: &str,
    headers: &HeaderMap,
    body: ReadBody,
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

/// `POST /messenger/{platform}/shutdown`: says the same whether or not there was a session to end.
pub async fn shutdown(
    State(workspace): State<Workspace>,
    Path(platform): Path<String>,
    headers: HeaderMap,
    body: ReadBody,
) -> Result<Response, Refusal> {
    let bearer = bearer(platform.parse().map_err(|()| Refusal::UnknownApp)?, &headers);
    if bearer.credential.is_empty() {
        return reply(Ok(None));
    }
    let ping_id = body.ok().and_then(|body| ping::id_in(&body));
    reply(workspace.submit(Write::Shutdown { bearer, ping_id }).await)
}

/// Verifies and stores a ping. It answers after the commit, and the feed knows by then.
async fn receive_ping(workspace: &Workspace, mut ping: Ping, bearer: Bearer) -> Result<PingReply, Refusal> {
    let (mut user, mut withheld) = (None, Refusals::default());
    if !ping.is_bare() {
        let settings = workspace.identity_settings(&ping.app_id, bearer.platform).await?;
        let settings = settings.ok_or(Refusal::UnknownApp)?;
        user = match identity::verify(&ping.stated, &settings, workspace.clock().seconds()) {
            Ok(user) => user,
            Err(refused) => return Err(workspace.refuse(Some(&ping), refused.into()).await),
        };
        // A bearer was counted before the body was read; another one for each ping counts nothing together.
        if let Some(who) = user.as_ref().and_then(User::named).or(ping.visitor_id.as_deref())
            && let Err(refused) =
                workspace.limits().person(&format!("{} {who}", ping.app_id), workspace.clock().millis())
        {
            return Err(workspace.refuse(Some(&ping), Refusal::TooMany(refused)).await);
        }
        withheld = ping.data.withhold(&settings.protected);
    }
    // Held against every message's pages here, and not while everybody else's pings wait.
    let candidates = workspace.live_messages().on_page(&ping.app_id, &ping.page.url);
    let verified_ping = Box::new(VerifiedPing { ping, bearer, user, withheld, candidates });
    match workspace.submit(Write::Ping(verified_ping)).await? {
        Some(WriteReply::Ping(stored)) => complete(workspace, *stored).await,
        _ => Err(Refusal::Internal),
    }
}

/// Completes the reply to a stored ping: with the message that its page view shows, and with counts. Where it shows none, the
/// feed gets its entry of the messages with the next commit, and the reply does not wait for that.
/// Filters and texts are read here, and not while everybody else's pings wait.
async fn complete(workspace: &Workspace, stored: StoredPing) -> Result<PingReply, Refusal> {
    let StoredPing { mut reply, person_id, view, tells_counts } = stored;
    let mut delivered = Delivered::default();
    if let Some(view) = view {
        let view = workspace.evaluate(view).await?;
        match ConsideredView::of(&view, workspace.clock().millis()) {
            Some(considered) => workspace.enqueue(Write::Considered(Box::new(considered))).await?,
            None => delivered = deliver(workspace, view).await?,
        }
        reply = reply.with_message(delivered.shown);
    }
    if tells_counts || delivered.adds_to_list {
        reply = reply.waiting(conversations::counts(workspace.db(), &person_id).await?);
    }
    Ok(reply)
}

async fn deliver(workspace: &Workspace, view: EvaluatedView) -> Result<Delivered, Refusal> {
    match workspace.submit(Write::Deliver(Box::new(view))).await {
        Ok(Some(WriteReply::Delivered(delivered))) => Ok(delivered),
        // The session has ended meanwhile: its ping was stored, and nothing shows.
        Err(Refusal::Identity(_)) => Ok(Delivered::default()),
        Ok(_) => Err(Refusal::Internal),
        Err(refusal) => Err(refusal),
    }
}
