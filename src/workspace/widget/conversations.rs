//! What the panel asks for and sends of the person's conversations.

use axum::Extension;
use axum::extract::{ConnectInfo, Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use serde::Deserialize;

use super::answer::{ReadBody, bearer, only_json, parsed, refused_body, reply};
use super::session::Caller;
use super::views::UnreadState;
use super::words::Language;
use super::{AppQuery, ClientAddress, views};
use crate::conversations::{self, WireId, parse};
use crate::feed::{Topic, Topics, Typing, events};
use crate::people::Person;
use crate::people::sessions::live_session;
use crate::refusal::{Refusal, TooMany};
use crate::writer::Write;
use crate::{Platform, Workspace};

#[derive(Deserialize)]
pub struct PageQuery {
    /// The number of a part.
    before: Option<i64>,
}

/// `GET /messenger/web/conversations/{number}`: what the person may read of it.
/// Of another's it says that there is no content, as of one that nobody has. A 404 would be an error on the page's console.
/// It answers with the newest page, or with the one of the parts before a part.
pub async fn thread(
    State(workspace): State<Workspace>,
    Path(number): Path<String>,
    Query(PageQuery { before }): Query<PageQuery>,
    Language(words): Language,
    Caller { app_id, person, .. }: Caller,
) -> Result<Response, Refusal> {
    let state = unread_state(&workspace, &person).await?;
    let nothing = StatusCode::NO_CONTENT;
    let Ok(number) = number.parse() else { return Ok(nothing.into_response()) };
    let thread = conversations::thread(workspace.db(), &person.id, number, before).await?;
    let Some(thread) = thread else { return Ok(nothing.into_response()) };
    let name = workspace.app_name(&app_id).await?.ok_or(Refusal::NoConversation)?;
    let usual_reply = workspace.usual_reply(&app_id).await?;
    // Asked in the first conversation alone: nobody is asked twice.
    let asks_email = person.is_lead() && person.email.is_none() && state.counts.conversations == 1;
    Ok(Html(views::thread(&thread, (&name, usual_reply), asks_email, state, words)).into_response())
}

/// `GET /messenger/web/messages`: the list of the person's conversations.
pub async fn messages(
    State(workspace): State<Workspace>,
    Language(words): Language,
    Caller { person, .. }: Caller,
) -> Result<Html<String>, Refusal> {
    let state = unread_state(&workspace, &person).await?;
    let rows = conversations::list(workspace.db(), &person.id).await?;
    Ok(Html(views::messages(&rows, state, words)))
}

/// `GET /messenger/web/unread`: what a closed panel needs to know.
pub async fn unread(
    State(workspace): State<Workspace>,
    Language(words): Language,
    Caller { person, session, .. }: Caller,
) -> Result<Html<String>, Refusal> {
    let state = unread_state(&workspace, &person).await?;
    let answer = match state.counts.unread {
        0 => None,
        _ => conversations::newest_answer(workspace.db(), &person.id, &session.id_hash).await?,
    };
    Ok(Html(views::unread(answer.as_ref(), state, words)))
}

/// The person's unread state. Its cursor comes before whatever else is read: a change meanwhile is news then.
pub(super) async fn unread_state(workspace: &Workspace, person: &Person) -> Result<UnreadState, sqlx::Error> {
    let cursor = workspace.feed().newest();
    Ok(UnreadState { cursor, counts: conversations::counts(workspace.db(), &person.id).await? })
}

/// `POST /messenger/web/message`: stored when it answers, and once, however often it is sent with its key.
pub async fn send(
    State(workspace): State<Workspace>,
    client: ClientAddress,
    headers: HeaderMap,
    body: ReadBody,
) -> Result<Response, Refusal> {
    only_json(&headers)?;
    let message = Box::new(parse(&body.map_err(refused_body)?)?);
    let from = client.map(|Extension(ConnectInfo(client))| client.ip().into());
    reply(workspace.submit(Write::Message { bearer: bearer(Platform::Web, &headers), message, from }).await)
}

#[derive(Deserialize)]
pub struct StreamQuery {
    /// The `data-cursor` of what the reader has read.
    after: i64,
}

/// `GET /messenger/web/stream`: says when a conversation of the person has changed, until their session ends.
pub async fn stream(
    State(workspace): State<Workspace>,
    Query(StreamQuery { after }): Query<StreamQuery>,
    headers: HeaderMap,
    Caller { app_id, person, .. }: Caller,
) -> Result<Response, Refusal> {
    let bearer = bearer(Platform::Web, &headers);
    let changes = workspace.topics().subscribe(Topic::Person(person.id.clone()));
    let changes = changes.ok_or(Refusal::TooMany(TooMany::STREAMS))?;
    // Looked for once the topic is followed: nothing comes between the two.
    let has_missed = Topics::has_news(workspace.db(), &person.id, after).await?;
    let still_allowed = move || {
        let (workspace, app_id, bearer) = (workspace.clone(), app_id.clone(), bearer.clone());
        let person_id = person.id.clone();
        async move {
            let now = workspace.clock().seconds();
            let session = live_session(workspace.db(), &app_id, &bearer, now).await;
            matches!(session, Ok(Some(session)) if session.person_id == person_id)
        }
    };
    Ok(events(changes, has_missed, still_allowed).into_response())
}

#[derive(Deserialize)]
struct TypingBody {
    #[serde(flatten)]
    app: AppQuery,
    conversation: WireId,
}

/// `POST /messenger/web/typing`: the person is writing in one of their conversations.
pub async fn typing(
    State(workspace): State<Workspace>,
    headers: HeaderMap,
    body: ReadBody,
) -> Result<StatusCode, Refusal> {
    only_json(&headers)?;
    let TypingBody { app: AppQuery { app_id }, conversation: WireId(conversation) } = parsed(body)?;
    let caller = Caller::find(&workspace, app_id, &headers).await?;
    let Some(caller) = caller else { return Ok(StatusCode::UNAUTHORIZED) };
    let Caller { app_id, person, .. } = caller.unblocked()?;
    if !conversations::is_of(workspace.db(), &person.id, conversation).await? {
        return Err(Refusal::NoConversation);
    }
    let typing = Typing { app_id, person_id: person.id, conversation, teammate: None };
    workspace.feed().announce_typing(typing).await;
    Ok(StatusCode::NO_CONTENT)
}
