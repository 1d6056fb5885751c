//! Which session may call a server function of the desk, or another of its routes.

use axum::extract::FromRequestParts;
use axum::http::{StatusCode, request::Parts};
use leptos::prelude::*;

use crate::accounts::{CurrentSession, Role, accounts, audited, current_session};
use crate::error::Error;
use crate::workspace::audit::{Actor, changed_by};
use crate::workspace::ledger::ChangedBy;
use crate::workspace::{Batch, Teammate, Workspace, find_teammate};

/// The teammate who changes something.
impl<'a> From<&'a CurrentSession> for Actor<'a> {
    fn from(session: &'a CurrentSession) -> Self {
        let CurrentSession { account_id, signed_in, address, .. } = session;
        Self::Teammate { account_id, name: &signed_in.name, address: *address }
    }
}

/// The session of the request, if its account has this role. A teammate of other apps alone counts as a customer.
pub fn require_role(role: Role) -> Result<CurrentSession, Error> {
    match current_session() {
        Some(session) if session.signed_in.role == role => Ok(session),
        Some(session) => {
            note_refused(&session, asked_path().as_deref());
            Err(Error::Forbidden)
        }
        None => Err(Error::LoggedOut),
    }
}

/// The session of the request, if its account is a teammate's, of any app.
pub fn staff_account() -> Result<CurrentSession, Error> {
    match current_session() {
        Some(session) if session.account_role == Role::Teammate => Ok(session),
        Some(_) => Err(Error::Forbidden),
        None => Err(Error::LoggedOut),
    }
}

/// The path of the request that calls a server function or draws a page.
fn asked_path() -> Option<String> {
    use_context::<Parts>().map(|request| request.uri.path().to_owned())
}

/// Logs that an account without the role or the permission asked for a teammate's page or data.
fn note_refused(session: &CurrentSession, path: Option<&str>) {
    let (account_id, address) = (session.account_id.as_str(), audited(session.address));
    tracing::info!(target: "audit", event = "refused", account_id, path, address);
}

/// The workspace that the page belongs to; there is none where a hosted one is used.
pub fn workspace() -> Result<Workspace, Error> {
    use_context::<Option<Workspace>>().flatten().ok_or(Error::NotFound)
}

/// The workspace, and the session of the request, if its account is a teammate of the app. An empty `app_id` names the
/// page's app. An app that pages of other hosts belong to is 404. An app that the teammate does not answer for is 404,
/// too.
pub async fn teammate_of(app_id: &str) -> Result<(Workspace, CurrentSession), Error> {
    let session = require_role(Role::Teammate)?;
    let workspace = workspace()?;
    if app_id.is_empty() {
        return Ok((workspace, session));
    }
    match find_teammate(workspace.db(), app_id, &session.account_id).await? {
        Some(_) if !workspace.belongs_elsewhere(app_id) => Ok((workspace, session)),
        _ => Err(Error::NotFound),
    }
}

/// [`teammate_of`], if the password is right as well. Another person may have taken over the session.
pub async fn confirmed_teammate_of(
    app_id: &str,
    password: &str,
) -> Result<(Workspace, CurrentSession), Error> {
    let (workspace, session) = teammate_of(app_id).await?;
    accounts()?.confirm_password(&session, password).await?;
    Ok((workspace, session))
}

/// The workspace that the page belongs to, and the teammate whose session the request has. 403 for a teammate of other
/// apps alone.
pub async fn teammate() -> Result<(Workspace, Teammate), Error> {
    let session = require_role(Role::Teammate)?;
    let workspace = workspace()?;
    let found = find_teammate(workspace.db(), workspace.app_id(), &session.account_id).await?;
    Ok((workspace, found.ok_or(Error::Forbidden)?))
}

/// [`teammate_of`] the page's app, if the teammate manages people: see [`Teammate::manages_people`]. 403 for another
/// teammate.
pub async fn people_manager() -> Result<(Workspace, CurrentSession), Error> {
    let (workspace, session, _) = managing_teammate().await?;
    Ok((workspace, session))
}

/// [`people_manager`], with the teammate.
pub async fn managing_teammate() -> Result<(Workspace, CurrentSession, Teammate), Error> {
    let (workspace, session) = teammate_of("").await?;
    let found = find_teammate(workspace.db(), workspace.app_id(), &session.account_id).await?;
    match found.filter(|teammate| teammate.manages_people) {
        Some(teammate) => Ok((workspace, session, teammate)),
        None => {
            note_refused(&session, asked_path().as_deref());
            Err(Error::Forbidden)
        }
    }
}

/// [`people_manager`], if the password is right as well.
pub async fn confirmed_people_manager(password: &str) -> Result<(Workspace, CurrentSession), Error> {
    let (workspace, session) = people_manager().await?;
    accounts()?.confirm_password(&session, password).await?;
    Ok((workspace, session))
}

/// Begins a change of the page's app, and names who makes it.
pub async fn begin(workspace: &Workspace, by: Actor<'_>) -> Result<(Batch, ChangedBy), Error> {
    let mut batch = workspace.begin().await?;
    let by = changed_by(&mut batch, workspace.app_id(), by).await?;
    Ok((batch, by))
}

/// [`teammate`], for a handler that is no server function: a request of anybody else does not reach it.
pub struct AskingTeammate {
    pub workspace: Workspace,
    pub session: CurrentSession,
}

impl<S: Sync> FromRequestParts<S> for AskingTeammate {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        asking(parts, |_| true).await
    }
}

/// [`people_manager`], for a handler that is no server function: a request of anybody else does not reach it.
pub struct AskingPeopleManager(pub AskingTeammate);

impl<S: Sync> FromRequestParts<S> for AskingPeopleManager {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, StatusCode> {
        asking(parts, |teammate| teammate.manages_people).await.map(Self)
    }
}

/// The teammate who sends a request, if they `may` do what it asks for.
async fn asking(parts: &Parts, may: impl Fn(&Teammate) -> bool) -> Result<AskingTeammate, StatusCode> {
    let workspace = parts.extensions.get::<Workspace>().cloned().ok_or(StatusCode::NOT_FOUND)?;
    let session = parts.extensions.get::<Option<CurrentSession>>().cloned().flatten();
    let session = session.ok_or(StatusCode::UNAUTHORIZED)?;
    let found = match session.signed_in.role {
        Role::Teammate => find_teammate(workspace.db(), workspace.app_id(), &session.account_id).await,
        Role::Customer => Ok(None),
    };
    match found {
        Ok(Some(teammate)) if may(&teammate) => Ok(AskingTeammate { workspace, session }),
        Ok(_) => {
            note_refused(&session, Some(parts.uri.path()));
            Err(StatusCode::FORBIDDEN)
        }
        Err(error) => Err(error.status()),
    }
}
