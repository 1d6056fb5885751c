//! `GET /workspace/people/{id}/export`: all that the workspace knows of a person, for teammates of the app.

#[cfg(feature = "ssr")]
pub use server::routes;

#[cfg(feature = "ssr")]
mod server {
    use axum::extract::Path;
    use axum::http::{StatusCode, header};
    use axum::response::{IntoResponse, Response};
    use axum::routing::get;
    use axum::{Extension, Json, Router};

    use crate::accounts::{CurrentSession, audited};
    use crate::desk::guard::teammate_asks;
    use crate::workspace::Workspace;
    use crate::workspace::contacts;
    use crate::workspace::edge;

    pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
        // Teammates of the app.
        Router::new().route("/workspace/people/{id}/export", get(serve))
    }

    async fn serve(
        Path(id): Path<String>,
        Extension(session): Extension<Option<CurrentSession>>,
        workspace: Option<Extension<Workspace>>,
    ) -> Response {
        let (workspace, session) = match teammate_asks(workspace.map(|Extension(it)| it), session).await {
            Ok(teammate) => teammate,
            Err(status) => return status.into_response(),
        };
        let Ok(mut transaction) = workspace.db().begin_reading().await else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        let now = workspace.store().clock.seconds();
        match contacts::export(&mut transaction, workspace.app_id(), &id, now).await {
            Ok(export) => {
                let (account_id, address) = (session.account_id, audited(session.address));
                tracing::info!(target: "audit", event = "export", account_id, person = id, address);
                let saved_as = (header::CONTENT_DISPOSITION, "attachment; filename=\"person.json\"");
                ([saved_as, (header::CACHE_CONTROL, "no-store")], Json(export)).into_response()
            }
            Err(refusal) => StatusCode::from_u16(edge::status(&refusal))
                .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
                .into_response(),
        }
    }
}
