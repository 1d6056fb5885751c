//! The person whose live session a request shows.

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::AppQuery;
use super::answer::bearer;
use crate::database::read;
use crate::people::Person;
use crate::people::sessions::{Session, live_session};
use crate::refusal::Refusal;
use crate::{Platform, Workspace};

/// The person and live session of a request for the panel. The extractor answers 401 where the request shows none.
pub struct Caller {
    pub app_id: String,
    pub person: Person,
    pub session: Session,
}

impl Caller {
    /// Finds the caller of a request. None where the request shows no live session.
    pub async fn find(
        workspace: &Workspace,
        app_id: String,
        headers: &HeaderMap,
    ) -> Result<Option<Self>, Refusal> {
        let (db, now) = (workspace.db(), workspace.clock().seconds());
        let session = live_session(db, &app_id, &bearer(Platform::Web, headers), now).await?;
        let Some(session) = session else { return Ok(None) };
        let person: Option<Person> =
            read!(db, optional "select * from people where id = $1" => &session.person_id)?;
        Ok(person.map(|person| Self { app_id, person, session }))
    }

    /// Refuses a person whom a teammate has blocked: they may read, and not write.
    pub fn unblocked(self) -> Result<Self, Refusal> {
        if self.person.blocked_at.is_some() { Err(Refusal::Blocked) } else { Ok(self) }
    }
}

impl FromRequestParts<Workspace> for Caller {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, workspace: &Workspace) -> Result<Self, Response> {
        let app = Query::<AppQuery>::from_request_parts(parts, workspace).await;
        let Query(AppQuery { app_id }) = app.map_err(IntoResponse::into_response)?;
        let found = Self::find(workspace, app_id, &parts.headers).await;
        found.map_err(IntoResponse::into_response)?.ok_or_else(|| StatusCode::UNAUTHORIZED.into_response())
    }
}
