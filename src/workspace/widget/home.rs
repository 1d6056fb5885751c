//! The panel's first page.

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};

use super::conversations::unread_state;
use super::host::host;
use super::session::Caller;
use super::views::{self, Identity};
use super::words::Language;
use crate::people::Person;
use crate::people::sessions::Session;
use crate::refusal::Refusal;
use crate::{Workspace, conversations};

/// The server runs in development: the first page tells the page's author whom the workspace takes its reader for.
#[derive(Clone, Copy)]
pub struct Development;

/// `GET /messenger/web/home`: the panel's first page, for the person of a session.
pub async fn serve(
    State(workspace): State<Workspace>,
    development: Option<Extension<Development>>,
    Language(words): Language,
    Caller { app_id, person, session }: Caller,
) -> Result<Response, Refusal> {
    let state = unread_state(&workspace, &person).await?;
    let Some(host) = host(&workspace, &app_id).await? else {
        return Ok(StatusCode::NOT_FOUND.into_response());
    };
    let rows = conversations::list(workspace.db(), &person.id).await?;
    let identity = development.map(|_| identity(&person, &session));
    Ok(Html(views::home(&host, person.name.as_deref(), identity.as_ref(), &rows, state, words))
        .into_response())
}

fn identity(person: &Person, session: &Session) -> Identity {
    match (person.is_user(), session.is_verified()) {
        (false, _) => Identity::Visitor,
        (true, true) => Identity::Verified(person.display_name()),
        (true, false) => Identity::Unverified(person.display_name()),
    }
}
