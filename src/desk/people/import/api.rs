//! The server functions of imports. Each asks for a teammate who manages people.

use foundation::json::LightJson;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use super::server;
use super::state::{ImportView, ListedImport};
#[cfg(feature = "ssr")]
use crate::desk::guard::people_manager;
use crate::error::Error;
#[cfg(feature = "ssr")]
use crate::workspace::audit::Actor;

/// The last imports, the newest first.
#[server(endpoint = "people_imports", input = GetUrl, output = LightJson)]
pub async fn people_imports() -> Result<Vec<ListedImport>, Error> {
    let (workspace, _) = people_manager().await?;
    server::list(&workspace).await
}

/// An import: what it would do, how far it is, or what came of it.
#[server(endpoint = "people_import", input = GetUrl, output = LightJson)]
pub async fn people_import(id: String) -> Result<ImportView, Error> {
    let (workspace, _) = people_manager().await?;
    server::view(&workspace, &id).await
}

/// Says where the columns of a draft go, by a code each.
#[server(endpoint = "people_import_map", output = LightJson)]
pub async fn people_import_map(id: String, #[server(default)] columns: Vec<String>) -> Result<(), Error> {
    let (workspace, _) = people_manager().await?;
    server::map(&workspace, &id, &columns).await
}

/// Begins an import. `left_out` is how many refused rows the teammate leaves out. The work goes on if the teammate does
/// not wait for it.
#[server(endpoint = "people_import_start", output = LightJson)]
pub async fn people_import_start(id: String, #[server(default)] left_out: usize) -> Result<(), Error> {
    let (workspace, session) = people_manager().await?;
    server::start(&workspace, Actor::from(&session), &id, left_out).await
}

/// Takes an import back that ended within the last hour.
#[server(endpoint = "people_import_undo", output = LightJson)]
pub async fn people_import_undo(id: String) -> Result<(), Error> {
    let (workspace, session) = people_manager().await?;
    server::undo(&workspace, Actor::from(&session), &id).await
}

/// Forgets a draft with its file.
#[server(endpoint = "people_import_drop", output = LightJson)]
pub async fn people_import_drop(id: String) -> Result<(), Error> {
    let (workspace, session) = people_manager().await?;
    server::forget(&workspace, Actor::from(&session), &id).await
}
