//! `GET /workspace/people/csv`: the people or companies that a filter fits, as a CSV file, for teammates who manage
//! people.

#[cfg(feature = "ssr")]
pub use server::routes;

#[cfg(feature = "ssr")]
mod server {
    use axum::Router;
    use axum::body::Body;
    use axum::extract::Query;
    use axum::http::header;
    use axum::response::{IntoResponse, Response};
    use axum::routing::get;
    use futures::stream;
    use serde::Deserialize;

    use super::super::listed::read_filter;
    use crate::accounts::CurrentSession;
    use crate::desk::guard::{AskingPeopleManager, AskingTeammate};
    use crate::error::Error;
    use crate::workspace::Workspace;
    use crate::workspace::audit::{self, Actor};
    use crate::workspace::csv_export::CsvExport;
    use crate::workspace::filter::fields::Model;

    pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
        // Teammates of the app who manage people.
        Router::new().route("/workspace/people/csv", get(download))
    }

    #[derive(Deserialize)]
    struct Asked {
        /// A filter's JSON. Everybody where it is empty.
        #[serde(default)]
        filter: String,
    }

    async fn download(
        Query(Asked { filter }): Query<Asked>,
        AskingPeopleManager(AskingTeammate { workspace, session }): AskingPeopleManager,
    ) -> Response {
        match export(&workspace, &session, &filter).await {
            Ok(answer) => answer,
            Err(error) => (error.status(), error.to_string()).into_response(),
        }
    }

    async fn export(
        workspace: &Workspace,
        session: &CurrentSession,
        filter: &str,
    ) -> Result<Response, Error> {
        let filter = read_filter(filter)?;
        let name = if filter.of() == Model::Company { "companies" } else { "people" };
        let now = workspace.clock().seconds();
        let export = CsvExport::begin(workspace.db(), workspace.app_id(), filter, now).await?;
        audit::log(Actor::from(session), workspace.app_id(), "export", &format!("exported {name} as CSV"));
        let lines = stream::try_unfold(export, |mut export| async move {
            let lines = export.next().await?;
            Ok::<_, Error>(lines.map(|lines| (lines, export)))
        });
        let head = [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
            (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\"")),
            (header::CACHE_CONTROL, "no-store".to_owned()),
        ];
        Ok((head, Body::from_stream(lines)).into_response())
    }
}
