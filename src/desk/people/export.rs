//! `GET /workspace/people/{id}/export` and `/workspace/companies/{id}/export`: all that the workspace knows of a person or
//! a company, for teammates of the app.

#[cfg(feature = "ssr")]
pub use server::routes;

#[cfg(feature = "ssr")]
mod server {
    use axum::extract::Path;
    use axum::http::{StatusCode, header};
    use axum::response::{IntoResponse, Response};
    use axum::routing::get;
    use axum::{Extension, Json, Router};
    use serde_json::Value;

    use crate::accounts::{CurrentSession, audited};
    use crate::desk::guard::teammate_asks;
    use crate::workspace::Workspace;
    use crate::workspace::edge;
    use crate::workspace::refusal::Refusal;
    use crate::workspace::{companies, contacts};

    pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
        // Teammates of the app.
        Router::new()
            .route("/workspace/people/{id}/export", get(person))
            .route("/workspace/companies/{id}/export", get(company))
    }

    type Session = Extension<Option<CurrentSession>>;

    async fn person(
        Path(id): Path<String>,
        Extension(session): Session,
        workspace: Option<Extension<Workspace>>,
    ) -> Response {
        let (workspace, session) = match teammate_asks(workspace.map(|Extension(it)| it), session).await {
            Ok(teammate) => teammate,
            Err(status) => return status.into_response(),
        };
        download(person_export(&workspace, &id).await, "person", &id, &session)
    }

    async fn company(
        Path(id): Path<String>,
        Extension(session): Session,
        workspace: Option<Extension<Workspace>>,
    ) -> Response {
        let (workspace, session) = match teammate_asks(workspace.map(|Extension(it)| it), session).await {
            Ok(teammate) => teammate,
            Err(status) => return status.into_response(),
        };
        download(company_export(&workspace, &id).await, "company", &id, &session)
    }

    async fn person_export(workspace: &Workspace, id: &str) -> Result<Value, Refusal> {
        let mut transaction = workspace.db().begin_reading().await?;
        let now = workspace.store().clock.seconds();
        contacts::export(&mut transaction, workspace.app_id(), id, now).await
    }

    async fn company_export(workspace: &Workspace, id: &str) -> Result<Value, Refusal> {
        let mut transaction = workspace.db().begin_reading().await?;
        let found = companies::find(&mut transaction, workspace.app_id(), id).await?;
        transaction.commit().await?;
        Ok(companies::export(workspace.db(), &found.ok_or(Refusal::NoCompany)?).await?)
    }

    fn download(export: Result<Value, Refusal>, of: &str, id: &str, session: &CurrentSession) -> Response {
        match export {
            Ok(export) => {
                let (account_id, address) = (&session.account_id, audited(session.address));
                let (person, company) = ((of == "person").then_some(id), (of == "company").then_some(id));
                tracing::info!(target: "audit", event = "export", account_id, person, company, address);
                let saved_as = (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{of}.json\""));
                let unkept = (header::CACHE_CONTROL, "no-store".to_owned());
                ([saved_as, unkept], Json(export)).into_response()
            }
            Err(refusal) => StatusCode::from_u16(edge::status(&refusal))
                .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
                .into_response(),
        }
    }
}
