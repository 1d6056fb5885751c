//! Messages that stand over the page.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{Html, Response};

use super::answer::{answer, failed, submit};
use super::session::Caller;
use super::views;
use super::words::Language;
use crate::refusal::Refusal;
use crate::writer::Write;
use crate::{Workspace, outbound};

/// `GET /messenger/web/outbound/{number}`: the post or notification that this session shows. Another session's is not there.
pub async fn serve(
    State(workspace): State<Workspace>,
    Path(number): Path<String>,
    Language(words): Language,
    Caller { person, session, .. }: Caller,
) -> Result<Html<String>, Response> {
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
    submit(&workspace, &headers, body, Write::Outbound).await
}
