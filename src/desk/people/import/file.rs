//! `POST /workspace/people/import/file`: a CSV file of people, for teammates who manage people. The answer leads to the
//! page of the import, or back with the reason why the file is refused.

#[cfg(feature = "ssr")]
pub use server::routes;

/// The address to which the form sends the file.
pub const FILE_PATH: &str = "/workspace/people/import/file";

/// Bytes that a file may have, for the browser: the server has its own limit.
pub const MOST_BYTES: f64 = 5.0 * 1_024.0 * 1_024.0;

/// The reasons why a file is refused, by the word of the address, in words for the teammate.
const REASONS: [(&str, &str); 8] = [
    ("no_file", "Choose a file first."),
    ("too_large", TOO_LARGE),
    ("not_text", "The file is no CSV in UTF-8. Save it as “CSV UTF-8”, and try again."),
    ("empty", "The file has no rows. The first row names the columns, and people follow."),
    ("too_many_columns", "The file has more than 300 columns."),
    (
        "long_column",
        "The name of a column has more than 255 characters. Does the first row name the columns?",
    ),
    ("same_column", "Two columns have the same name. Rename one of them."),
    ("too_many_rows", "The file has more than 10,000 rows. Divide it into several files."),
];

pub const TOO_LARGE: &str = "The file has more than 5 MiB. Divide it into several files.";

/// Why a file is refused. An address may hold any word.
pub fn reason(word: &str) -> Option<&'static str> {
    let known = REASONS.iter().find(|(reason, _)| *reason == word).map(|(_, words)| *words);
    known.or((!word.is_empty()).then_some("The file was not read. Try again."))
}

#[cfg(feature = "ssr")]
mod server {
    use axum::Router;
    use axum::extract::multipart::{Field, MultipartRejection};
    use axum::extract::{DefaultBodyLimit, Multipart};
    use axum::response::{IntoResponse, Redirect, Response};
    use axum::routing::post;

    use super::FILE_PATH;
    use crate::accounts::CurrentSession;
    use crate::desk::guard::{AskingPeopleManager, AskingTeammate};
    use crate::error::Error;
    use crate::workspace::Workspace;
    use crate::workspace::audit::{self, Actor};
    use crate::workspace::csv_import::{self, CsvFile, FileRefusal};

    pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
        // Teammates of the app who manage people. The server has read the body, and no more of it than it may have.
        Router::new().route(FILE_PATH, post(upload).layer(DefaultBodyLimit::disable()))
    }

    async fn upload(
        AskingPeopleManager(AskingTeammate { workspace, session }): AskingPeopleManager,
        form: Result<Multipart, MultipartRejection>,
    ) -> Response {
        let (name, bytes) = match file(form).await {
            Ok(file) => file,
            Err(refusal) => return refused(refusal),
        };
        let read = tokio::task::spawn_blocking(move || CsvFile::read(&bytes)).await;
        let file = match read {
            Ok(Ok(file)) => file,
            Ok(Err(refusal)) => return refused(refusal),
            Err(_) => return fail(&Error::Internal),
        };
        // In a task of its own: a teammate who leaves the page does not leave half of a file behind.
        let staged = tokio::spawn(async move { stage(&workspace, &session, &name, &file).await }).await;
        match staged.unwrap_or(Err(Error::Internal)) {
            Ok(id) => Redirect::to(&format!("/workspace/people/import?import={id}")).into_response(),
            Err(error) => fail(&error),
        }
    }

    async fn stage(
        workspace: &Workspace,
        session: &CurrentSession,
        name: &str,
        file: &CsvFile,
    ) -> Result<String, Error> {
        let (app_id, by) = (workspace.app_id(), Actor::from(session));
        let id = csv_import::stage(workspace.store(), app_id, by, name, file).await?;
        audit::log(by, app_id, "people_file_read", &format!("brought the file of the import {id}"));
        Ok(id)
    }

    fn refused(refusal: FileRefusal) -> Response {
        Redirect::to(&format!("/workspace/people/import?refused={}", refusal.as_str())).into_response()
    }

    fn fail(error: &Error) -> Response {
        (error.status(), error.to_string()).into_response()
    }

    /// The name and the bytes of the form's file.
    async fn file(form: Result<Multipart, MultipartRejection>) -> Result<(String, Vec<u8>), FileRefusal> {
        let mut form = form.map_err(|_| FileRefusal::NoFile)?;
        while let Ok(Some(field)) = form.next_field().await {
            if field.name() == Some("file") {
                return content(field).await;
            }
        }
        Err(FileRefusal::NoFile)
    }

    async fn content(field: Field<'_>) -> Result<(String, Vec<u8>), FileRefusal> {
        let name = field.file_name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await.map_err(|_| FileRefusal::NoFile)?;
        // A form without a chosen file has an empty one without a name.
        if name.is_empty() && bytes.is_empty() {
            return Err(FileRefusal::NoFile);
        }
        Ok((name, bytes.to_vec()))
    }

    #[cfg(test)]
    mod tests {
        use super::super::REASONS;
        use super::*;
        use crate::workspace::csv_import::{MOST_BYTES, MOST_ROWS};

        #[test]
        fn each_reason_of_a_refused_file_has_its_words_with_the_limits_that_hold() {
            let reasons = REASONS.map(|(reason, _)| reason);
            assert_eq!(reasons, FileRefusal::ALL.map(FileRefusal::as_str));
            assert_eq!((MOST_BYTES, MOST_ROWS), (5 * 1_024 * 1_024, 10_000));
        }
    }
}
