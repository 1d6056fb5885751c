//! Whose session a request opens.

use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::App;
use super::answer::{answer, credential, failed};
use crate::database::read;
use crate::error::Error;
use crate::people::Person;
use crate::people::sessions::Session;
use crate::random;
use crate::refusal::Refusal;
use crate::{Platform, Workspace};

/// The live session that this credential opens; it goes with its person.
pub async fn live_session(
    workspace: &Workspace,
    credential: &str,
    app: &App,
) -> Result<Option<Session>, Error> {
    let session: Option<Session> =
        read!(workspace.db(), |db| sqlx::query_as("select * from messenger_sessions where id_hash = $1")
            .bind(random::hash(credential))
            .fetch_optional(db))?;
    let now = workspace.clock().seconds();
    Ok(session.filter(|session| {
        session.app_id == app.app_id && session.platform == Platform::Web && session.over(now).is_none()
    }))
}

/// Whose live session this credential opens.
pub async fn who(
    workspace: &Workspace,
    credential: &str,
    app: &App,
) -> Result<Option<(Person, Session)>, Error> {
    let Some(session) = live_session(workspace, credential, app).await? else { return Ok(None) };
    let person: Option<Person> =
        read!(workspace.db(), |db| sqlx::query_as("select * from people where id = $1")
            .bind(&session.person_id)
            .fetch_optional(db))?;
    Ok(person.map(|person| (person, session)))
}

/// Whose live session the request shows; 401 where it shows none.
pub async fn person(workspace: &Workspace, app: &App, headers: &HeaderMap) -> Result<Person, Response> {
    Ok(person_and_session(workspace, app, headers).await?.0)
}

pub async fn person_and_session(
    workspace: &Workspace,
    app: &App,
    headers: &HeaderMap,
) -> Result<(Person, Session), Response> {
    let nobody = || StatusCode::UNAUTHORIZED.into_response();
    let credential = credential(headers).ok_or_else(nobody)?;
    match who(workspace, &credential, app).await {
        Ok(Some(found)) => Ok(found),
        Ok(None) => Err(nobody()),
        Err(error) => Err(failed(error)),
    }
}

/// The same, of a person who may write; 403 where a teammate has blocked them.
pub async fn unblocked(workspace: &Workspace, app: &App, headers: &HeaderMap) -> Result<Person, Response> {
    let person = person(workspace, app, headers).await?;
    if person.blocked_at.is_some() { Err(answer(&Refusal::Blocked)) } else { Ok(person) }
}
