//! Messages that stand over the page.

use axum::extract::{Path, State};
use axum::response::Html;

use super::session::Caller;
use super::views;
use super::words::Language;
use crate::refusal::Refusal;
use crate::{Workspace, outbound};

/// `GET /messenger/web/outbound/{number}`: the post or notification that this session shows.
/// Another session's is not there.
pub async fn serve(
    State(workspace): State<Workspace>,
    Path(number): Path<String>,
    Language(words): Language,
    Caller { person, session, .. }: Caller,
) -> Result<Html<String>, Refusal> {
    let number = number.parse().map_err(|_| Refusal::NoConversation)?;
    let found = outbound::shown(workspace.store(), &person, &session, number).await?;
    Ok(Html(views::outbound(found.ok_or(Refusal::NoConversation)?, words)))
}
