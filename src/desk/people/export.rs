//! `GET /workspace/people/{id}/export` and `/workspace/companies/{id}/export`: all that the workspace knows of a person or
//! a company, for teammates who manage people.

#[cfg(feature = "ssr")]
pub use server::routes;

#[cfg(feature = "ssr")]
mod server {
    use axum::extract::Path;
    use axum::http::{StatusCode, header};
    use axum::response::{IntoResponse, Response};
    use axum::routing::get;
    use axum::{Json, Router};
    use serde_json::Value;

    use crate::accounts::audited;
    use crate::desk::guard::{AskingPeopleManager, AskingTeammate};
    use crate::workspace::Workspace;
    use crate::workspace::edge;
    use crate::workspace::refusal::Refusal;
    use crate::workspace::{companies, contacts};

    #[derive(Clone, Copy, PartialEq)]
    enum Of {
        Person,
        Company,
    }

    pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
        // Teammates of the app who manage people.
        Router::new()
            .route(
                "/workspace/people/{id}/export",
                get(|id, by: AskingPeopleManager| download(Of::Person, id, by)),
            )
            .route(
                "/workspace/companies/{id}/export",
                get(|id, by: AskingPeopleManager| download(Of::Company, id, by)),
            )
    }

    async fn download(
        of: Of,
        Path(id): Path<String>,
        AskingPeopleManager(AskingTeammate { workspace, session }): AskingPeopleManager,
    ) -> Response {
        match export(&workspace, of, &id).await {
            Ok(export) => {
                let (account_id, address) = (&session.account_id, audited(session.address));
                let (person, company) =
                    ((of == Of::Person).then_some(&id), (of == Of::Company).then_some(&id));
                tracing::info!(target: "audit", event = "export", account_id, person, company, address);
                let name = if of == Of::Person { "person" } else { "company" };
                let saved_as = (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.json\""));
                let unkept = (header::CACHE_CONTROL, "no-store".to_owned());
                ([saved_as, unkept], Json(export)).into_response()
            }
            Err(refusal) => StatusCode::from_u16(edge::status(&refusal))
                .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
                .into_response(),
        }
    }

    async fn export(workspace: &Workspace, of: Of, id: &str) -> Result<Value, Refusal> {
        let mut transaction = workspace.db().begin_reading().await?;
        if of == Of::Person {
            let now = workspace.store().clock.seconds();
            return contacts::export(&mut transaction, workspace.app_id(), id, now).await;
        }
        let found = companies::find(&mut transaction, workspace.app_id(), id).await?;
        transaction.commit().await?;
        Ok(companies::export(workspace.db(), &found.ok_or(Refusal::NoCompany)?).await?)
    }
}
