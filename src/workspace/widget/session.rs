use super::App;
use crate::database::read;
use crate::error::Error;
use crate::random;
use crate::workspace::people::Person;
use crate::workspace::people::sessions::Session;
use crate::workspace::{Platform, Workspace};

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
