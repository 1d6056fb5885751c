//! `GET /workspace/attachments/{id}`: a file that a person of the app has sent, for its teammates.

use leptos::prelude::*;

#[cfg(feature = "ssr")]
pub use server::routes;

use crate::components::Icon;
use crate::workspace::attachments::Attachment;

/// A picture, or a file to download.
#[component]
pub fn Sent(attachment: Attachment) -> impl IntoView {
    let picture = attachment.picture();
    let Attachment { id, name, size, .. } = attachment;
    let (address, saved_as) = (format!("/workspace/attachments/{id}"), name.clone());
    let (class, inside) = match picture {
        Some((width, height)) => {
            let (src, alt) = (address.clone(), name);
            let picture =
                view! { <img class="picture" src=src alt=alt width=width height=height loading="lazy"/> };
            ("shown", picture.into_any())
        }
        None => {
            let words = view! { <Icon name="attach" class="small"/> <bdi>{name}</bdi> " " <span class="hint">{kilobytes(size)}</span> };
            ("file", words.into_any())
        }
    };
    view! { <a class=class href=address rel="external" download=saved_as>{inside}</a> }
}

fn kilobytes(bytes: i64) -> String {
    format!("{} KB", (bytes + 1_023) / 1_024)
}

#[cfg(feature = "ssr")]
mod server {
    use axum::Router;
    use axum::extract::Path;
    use axum::http::{HeaderValue, StatusCode, header};
    use axum::response::{IntoResponse, Response};
    use axum::routing::get;

    use crate::accounts::audited;
    use crate::desk::guard::AskingTeammate;
    use crate::workspace::attachments::find;
    use crate::workspace::edge;
    use crate::workspace::widget::attachment_content;

    pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
        // Teammates of the app.
        Router::new().route("/workspace/attachments/{id}", get(serve))
    }

    async fn serve(
        Path(id): Path<String>,
        AskingTeammate { workspace, session }: AskingTeammate,
    ) -> Response {
        let found = match find(workspace.db(), &id).await {
            Ok(found) => found,
            Err(_) => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        };
        // What is not sent is its person's alone.
        match found.filter(|found| found.app_id == workspace.app_id() && found.part.is_some()) {
            Some(found) => match attachment_content(&workspace, &found.attachment).await {
                Ok(mut response) => {
                    let (account_id, address) = (session.account_id, audited(session.address));
                    tracing::info!(target: "audit", event = "download", account_id, attachment = id, address);
                    response
                        .headers_mut()
                        .insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
                    response
                }
                Err(refusal) => StatusCode::from_u16(edge::status(&refusal))
                    .unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
                    .into_response(),
            },
            None => StatusCode::NOT_FOUND.into_response(),
        }
    }
}
