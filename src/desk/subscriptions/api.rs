//! The server functions of the page of subscription types. Each asks for a teammate of the page's app first.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::state::{SubscriptionTypeRow, TypeWords};
use crate::error::Error;
use crate::json::LightJson;

#[cfg(feature = "ssr")]
use super::server;
#[cfg(feature = "ssr")]
use crate::desk::guard::teammate_of;
#[cfg(feature = "ssr")]
use crate::workspace::audit::Actor;

#[server(endpoint = "workspace_subscriptions", input = GetUrl, output = LightJson)]
pub async fn get_subscriptions() -> Result<Vec<SubscriptionTypeRow>, Error> {
    let (workspace, _) = teammate_of("").await?;
    server::subscription_types(&workspace).await
}

/// Makes a draft. The consent is `opt_in` or `opt_out`.
#[server(endpoint = "subscription_make", output = LightJson)]
pub async fn subscription_make(
    #[server(default)] consent: String,
    #[server(default)] translations: Vec<TypeWords>,
    #[server(default)] by_email: bool,
    #[server(default)] by_text: bool,
) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    server::make(&workspace, Actor::from(&session), &consent, translations, (by_email, by_text)).await
}

/// Says a subscription type in other words, or sends it in other ways.
#[server(endpoint = "subscription_change", output = LightJson)]
pub async fn subscription_change(
    id: String,
    #[server(default)] translations: Vec<TypeWords>,
    #[server(default)] by_email: bool,
    #[server(default)] by_text: bool,
) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    server::change(&workspace, Actor::from(&session), &id, translations, (by_email, by_text)).await
}

/// Makes a subscription type `live`, or `archived`.
#[server(endpoint = "subscription_state", output = LightJson)]
pub async fn subscription_state(id: String, state: String) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    server::set_state(&workspace, Actor::from(&session), &id, &state).await
}

/// Gives the consents of a subscription type to the one with the id `into`, and deletes the first.
#[server(endpoint = "subscription_merge", output = LightJson)]
pub async fn subscription_merge(id: String, into: String) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    server::merge(&workspace, Actor::from(&session), &id, &into).await
}

/// Deletes a subscription type, with what people have chosen. The teammate has typed the word `delete`.
#[server(endpoint = "subscription_delete", output = LightJson)]
pub async fn subscription_delete(id: String, #[server(default)] typed: String) -> Result<(), Error> {
    let (workspace, session) = teammate_of("").await?;
    server::delete(&workspace, Actor::from(&session), &id, &typed).await
}
