//! The server functions of the page of tags and segments. Each asks for a teammate of the page's app first.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::state::TagsAndSegments;
use crate::error::Error;
use crate::json::LightJson;

#[cfg(feature = "ssr")]
use super::server;
#[cfg(feature = "ssr")]
use crate::desk::guard::teammate_of;
#[cfg(feature = "ssr")]
use crate::workspace::audit::Actor;

#[server(endpoint = "workspace_tags", input = GetUrl, output = LightJson)]
pub async fn get_tags() -> Result<TagsAndSegments, Error> {
    let (workspace, _) = teammate_of("").await?;
    server::tags_and_segments(&workspace).await
}

/// How many are in a segment, in words.
#[server(endpoint = "segment_count", input = GetUrl, output = LightJson)]
pub async fn segment_count(id: String) -> Result<String, Error> {
    let (workspace, _) = teammate_of("").await?;
    server::segment_count(&workspace, &id).await
}

#[server(endpoint = "tag_make", output = LightJson)]
pub async fn tag_make(name: String) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    server::make_tag(&workspace, Actor::from(&session), &name).await
}

#[server(endpoint = "tag_rename", output = LightJson)]
pub async fn tag_rename(id: String, name: String) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    server::rename_tag(&workspace, Actor::from(&session), &id, &name).await
}

/// Merges a tag into the one that has the name `into`.
#[server(endpoint = "tag_merge", output = LightJson)]
pub async fn tag_merge(id: String, into: String) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    server::merge_tag(&workspace, Actor::from(&session), &id, &into).await
}

#[server(endpoint = "tag_delete", output = LightJson)]
pub async fn tag_delete(id: String) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    server::delete_tag(&workspace, Actor::from(&session), &id).await
}

#[server(endpoint = "segment_rename", output = LightJson)]
pub async fn segment_rename(id: String, name: String) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    server::rename_segment(&workspace, Actor::from(&session), &id, &name).await
}

/// Merges a segment into the one that has the name `into`.
#[server(endpoint = "segment_merge", output = LightJson)]
pub async fn segment_merge(id: String, into: String) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    server::merge_segment(&workspace, Actor::from(&session), &id, &into).await
}

/// Deletes a segment. Its people or companies stay.
#[server(endpoint = "segment_delete", output = LightJson)]
pub async fn segment_delete(id: String) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    server::delete_segment(&workspace, Actor::from(&session), &id).await
}
