//! The server function of the page of notes. It asks for a teammate of the page's app first.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::state::NotesOfApp;
use crate::error::Error;
use crate::json::LightJson;

#[cfg(feature = "ssr")]
use super::server;
#[cfg(feature = "ssr")]
use crate::desk::guard::teammate_of;

/// A page of the app's notes. `before` is the id of the last note of the former page.
#[server(endpoint = "workspace_notes", input = GetUrl, output = LightJson)]
pub async fn get_notes(#[server(default)] before: String) -> Result<NotesOfApp, Error> {
    let (workspace, _) = teammate_of("").await?;
    server::notes_of_app(&workspace, &before).await
}
