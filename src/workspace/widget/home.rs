use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};

use super::App;
use super::answer::credential;
use super::conversations::standing;
use super::host::host;
use super::session::who;
use super::views::{self, Identity};
use super::words::{Language, Words};
use crate::error::Error;
use crate::people::Person;
use crate::people::sessions::Session;
use crate::{Workspace, conversations};

/// `GET /messenger/web/home`: who is here, as a fragment of the panel; 401 once their session has ended.
pub async fn serve(
    State(workspace): State<Workspace>,
    Query(app): Query<App>,
    Language(words): Language,
    headers: HeaderMap,
) -> Response {
    let Some(credential) = credential(&headers) else { return StatusCode::UNAUTHORIZED.into_response() };
    match who(&workspace, &credential, &app).await {
        Ok(Some((person, session))) => {
            let identity = identity(&person, &session);
            match page(&workspace, &app, &person, &identity, words).await {
                Ok(Some(page)) => Html(page).into_response(),
                Ok(None) => StatusCode::NOT_FOUND.into_response(),
                Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
            }
        }
        Ok(None) => StatusCode::UNAUTHORIZED.into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn page(
    workspace: &Workspace,
    app: &App,
    person: &Person,
    identity: &Identity,
    words: &'static Words,
) -> Result<Option<String>, Error> {
    let standing = standing(workspace, person).await?;
    let Some(host) = host(workspace, &app.app_id).await? else { return Ok(None) };
    let rows = conversations::list(workspace.db(), &person.id).await?;
    Ok(Some(views::home(&host, person.name.as_deref(), identity, &rows, standing, words)))
}

fn identity(person: &Person, session: &Session) -> Identity {
    match (person.is_user(), session.is_verified()) {
        (false, _) => Identity::Visitor,
        (true, true) => Identity::Verified(person.display_name()),
        (true, false) => Identity::Unverified(person.display_name()),
    }
}
