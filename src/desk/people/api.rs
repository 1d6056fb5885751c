//! The server functions for people.

use foundation::json::LightJson;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::server;
#[cfg(feature = "ssr")]
use crate::desk::guard::teammate_of;
use crate::error::Error;
#[cfg(feature = "ssr")]
use crate::workspace::audit::Actor;

/// Gives a person to the teammate with this number, or to nobody.
#[server(endpoint = "person_own", output = LightJson)]
pub async fn person_own(id: String, #[server(default)] owner: String) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    server::own(&workspace, Actor::from(&session), &id, &owner).await
}

/// Takes a person out of the team's lists, or puts them back.
#[server(endpoint = "person_archive", output = LightJson)]
pub async fn person_archive(id: String, #[server(default)] archived: bool) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    server::archive(&workspace, Actor::from(&session), &id, archived).await
}

/// Merges a visitor or lead into the user whose id, user_id or e-mail this is.
#[server(endpoint = "person_merge", output = LightJson)]
pub async fn person_merge(id: String, #[server(default)] into: String) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    server::merge(&workspace, Actor::from(&session), &id, &into).await
}

/// Deletes a person for good, with all that they wrote. The teammate has typed the word `delete`.
#[server(endpoint = "person_delete", output = LightJson)]
pub async fn person_delete(id: String, #[server(default)] typed: String) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    server::delete(&workspace, Actor::from(&session), &id, &typed).await
}
