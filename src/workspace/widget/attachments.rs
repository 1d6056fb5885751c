//! Files of the person's messages.

use axum::Json;
use axum::body::Body;
use axum::extract::{ConnectInfo, Extension, Path, Query, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use std::io;
use tokio_util::io::ReaderStream;

use super::ClientAddress;
use super::session::Caller;
use crate::Workspace;
use crate::attachments::{self, Attachment, Uploader};
use crate::refusal::Refusal;

/// Bytes of a file that are in memory at a time, for each client that reads it.
const CHUNK: usize = 64 * 1_024;

#[derive(Deserialize)]
pub struct UploadQuery {
    #[serde(default)]
    name: String,
}

/// `POST /messenger/web/attachments`: the body is the file's content, of at most 10 MiB.
pub async fn upload(
    State(workspace): State<Workspace>,
    Query(UploadQuery { name }): Query<UploadQuery>,
    client: ClientAddress,
    caller: Caller,
    body: Body,
) -> Result<Json<Attachment>, Refusal> {
    let Caller { app_id, person, .. } = caller.unblocked()?;
    let address = client.map(|Extension(ConnectInfo(client))| client.ip());
    let uploader = Uploader { app_id: &app_id, person_id: &person.id, teammate: None, address };
    let (files, now) = (workspace.files(), workspace.clock().seconds());
    attachments::upload(workspace.db(), files, &uploader, &name, body, now).await.map(Json)
}

/// `GET /messenger/web/attachments/{id}`: the person's own, or sent to them. Another's is not there.
pub async fn serve(
    State(workspace): State<Workspace>,
    Path(id): Path<String>,
    caller: Caller,
) -> Result<Response, Refusal> {
    let of = (caller.app_id.as_str(), caller.person.id.as_str());
    let own = attachments::find_for_person(workspace.db(), of, &id).await?;
    content(&workspace, &own.ok_or(Refusal::NoConversation)?.attachment).await
}

/// The file, as something that is saved and never run.
pub async fn content(workspace: &Workspace, of: &Attachment) -> Result<Response, Refusal> {
    let (file, size) = workspace.files().open(&of.id).await.map_err(|error| match error.kind() {
        // The hourly check names it, once.
        io::ErrorKind::NotFound => Refusal::NoConversation,
        _ => {
            tracing::error!(%error, "an attachment's file could not be read");
            Refusal::Internal
        }
    })?;
    let plain = |value: String| HeaderValue::try_from(value).map_err(|_| Refusal::Internal);
    let headers: [(HeaderName, HeaderValue); 5] = [
        (header::CONTENT_LENGTH, size.into()),
        (header::CONTENT_TYPE, plain(of.content_type.clone())?),
        (header::CONTENT_DISPOSITION, plain(format!("attachment; filename*=UTF-8''{}", encoded(&of.name)))?),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ];
    let content = Body::from_stream(ReaderStream::with_capacity(file, CHUNK));
    Ok((headers, content).into_response())
}

/// Encodes a file's name for a header. Source: RFC 8187, section 3.2.
fn encoded(name: &str) -> String {
    let one = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    name.bytes().map(one).collect()
}
