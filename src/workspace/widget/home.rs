use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};

use super::App;
use super::conversations::standing;
use super::messenger::credential;
use super::views::{self, Identity};
use crate::database::read;
use crate::error::Error;
use crate::random;
use crate::workspace::conversations;
use crate::workspace::people::Person;
use crate::workspace::people::sessions::Session;
use crate::workspace::{Platform, Workspace};

/// `GET /messenger/web/home`: who is here, as a fragment of the panel; 401 once their session has ended.
pub async fn serve(
    State(workspace): State<Workspace>,
    Query(app): Query<App>,
    headers: HeaderMap,
) -> Response {
    let Some(credential) = credential(&headers) else { return StatusCode::UNAUTHORIZED.into_response() };
    match who(&workspace, &credential, &app).await {
        Ok(Some((person, session))) => {
            let identity = identity(&person, &session);
            match page(&workspace, &app, &person, &identity).await {
                Ok(page) => Html(page).into_response(),
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
) -> Result<String, Error> {
    let standing = standing(workspace, person).await?;
    let name = workspace.app_name(&app.app_id).await?.unwrap_or_default();
    let rows = conversations::list(workspace.db(), &person.id).await?;
    Ok(views::home(&name, person.name.as_deref(), identity, &rows, standing))
}

/// Whose live session this credential opens.
pub(super) async fn who(
    workspace: &Workspace,
    credential: &str,
    app: &App,
) -> Result<Option<(Person, Session)>, Error> {
    let session: Option<Session> =
        read!(workspace.db(), |db| sqlx::query_as("select * from messenger_sessions where id_hash = $1")
            .bind(random::hash(credential))
            .fetch_optional(db))?;
    let now = workspace.clock().seconds();
    let live = |session: &Session| {
        session.app_id == app.app_id && session.platform == Platform::Web && session.over(now).is_none()
    };
    let Some(session) = session.filter(live) else { return Ok(None) };
    let person: Option<Person> =
        read!(workspace.db(), |db| sqlx::query_as("select * from people where id = $1")
            .bind(&session.person_id)
            .fetch_optional(db))?;
    Ok(person.map(|person| (person, session)))
}

fn identity(person: &Person, session: &Session) -> Identity {
    match (person.is_user(), session.is_verified()) {
        (false, _) => Identity::Visitor,
        (true, true) => Identity::Verified(person.display_name()),
        (true, false) => Identity::Unverified(person.display_name()),
    }
}
