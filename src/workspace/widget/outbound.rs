//! Messages that stand over the page.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::{Html, Response};

use super::answer::{answer, credential, failed, note};
use super::session::person_and_session;
use super::words::Language;
use super::{App, views};
use crate::refusal::Refusal;
use crate::writer::Work;
use crate::{Platform, Workspace, outbound};

/// `GET /messenger/web/outbound/{number}`: the post or notification that this session shows. Another session's is not there.
pub async fn serve(
    State(workspace): State<Workspace>,
    Path(number): Path<String>,
    Query(app): Query<App>,
    Language(words): Language,
    headers: HeaderMap,
) -> Result<Html<String>, Response> {
    let (person, session) = person_and_session(&workspace, &app, &headers).await?;
    let none = || answer(&Refusal::NoConversation);
    let number = number.parse().map_err(|_| none())?;
    let found = outbound::shown(workspace.store(), &person, &session, number).await.map_err(failed)?;
    Ok(Html(views::outbound(found.ok_or_else(none)?, words)))
}

/// `POST /messenger/web/outbound`: what the person did with a message.
pub async fn report(
    State(workspace): State<Workspace>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let (platform, credential) = (Platform::Web, credential(&headers).unwrap_or_default());
    note(&workspace, &headers, body, |report| Work::Outbound { platform, report, credential }).await
}
