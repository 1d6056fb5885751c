//! The server functions of the keys page. Each asks for a teammate of the app first. A change that decides which
//! identities are believed asks for the password, too. The rules are the workspace's.

use leptos::prelude::*;

use super::state::{KeysState, MadeKey};
use crate::error::Error;
use crate::json::LightJson;
use crate::workspace::Platform;

#[cfg(feature = "ssr")]
use super::server;
#[cfg(feature = "ssr")]
use crate::desk::guard::{confirmed_teammate_of, teammate_of};
#[cfg(feature = "ssr")]
use crate::error::is_plain_form;
#[cfg(feature = "ssr")]
use crate::workspace::audit::Actor;
#[cfg(feature = "ssr")]
use crate::workspace::{data_events, keys};

/// Returns the keys, by name, and the switches of an app. Without an `app_id`, of the page's own app.
#[server(endpoint = "workspace_keys", output = LightJson)]
pub async fn keys_of(#[server(default)] app_id: String) -> Result<KeysState, Error> {
    let (workspace, teammate) = teammate_of(&app_id).await?;
    server::keys_state(&workspace, &app_id, &teammate.account_id).await
}

#[server(endpoint = "workspace_make_app", output = LightJson)]
pub async fn make_app(name: String) -> Result<String, Error> {
    let (workspace, teammate) = teammate_of("").await?;
    keys::make_app(workspace.store(), Actor::from(&teammate), &name).await
}

/// Makes a key. The reply holds the secret, this once; it is `no-store` as every reply under `/api/`.
#[server(endpoint = "workspace_make_key", output = LightJson)]
pub async fn make_key(
    app_id: String,
    platform: Platform,
    #[server(default)] name: String,
    #[server(default)] password: String,
) -> Result<MadeKey, Error> {
    let (workspace, teammate) = confirmed_teammate_of(&app_id, &password).await?;
    // The answer to a plain form is a redirect, which shows no secret: nobody would ever see it.
    if is_plain_form() {
        return Err(Error::invalid(
            "",
            "A key is made with JavaScript on: its secret is shown once, on the very page.",
        ));
    }
    let made = workspace.make_key(Actor::from(&teammate), &app_id, platform, &name).await;
    let made = made?;
    Ok(MadeKey { name: made.name, platform, secret: made.secret.as_str().to_owned() })
}

#[server(endpoint = "workspace_rename_key", output = LightJson)]
pub async fn rename_key(app_id: String, key_id: String, name: String) -> Result<(), Error> {
    let (workspace, teammate) = teammate_of(&app_id).await?;
    keys::rename_key(workspace.store(), Actor::from(&teammate), &app_id, &key_id, &name).await
}

#[server(endpoint = "workspace_retire_key", output = LightJson)]
pub async fn retire_key(
    app_id: String,
    key_id: String,
    #[server(default)] password: String,
) -> Result<(), Error> {
    let (workspace, teammate) = confirmed_teammate_of(&app_id, &password).await?;
    workspace.retire_key(Actor::from(&teammate), &app_id, &key_id).await
}

#[server(endpoint = "workspace_enforce", output = LightJson)]
pub async fn enforce(
    app_id: String,
    platform: Platform,
    enforced: bool,
    #[server(default)] password: String,
) -> Result<(), Error> {
    let (workspace, teammate) = confirmed_teammate_of(&app_id, &password).await?;
    keys::enforce(workspace.store(), Actor::from(&teammate), &app_id, platform, enforced).await
}

#[server(endpoint = "workspace_protect_attribute", output = LightJson)]
pub async fn protect_attribute(app_id: String, attribute: String) -> Result<(), Error> {
    let (workspace, teammate) = teammate_of(&app_id).await?;
    keys::protect(workspace.store(), Actor::from(&teammate), &app_id, &attribute).await
}

#[server(endpoint = "workspace_unprotect_attribute", output = LightJson)]
pub async fn unprotect_attribute(app_id: String, attribute: String) -> Result<(), Error> {
    let (workspace, teammate) = teammate_of(&app_id).await?;
    keys::unprotect(workspace.store(), Actor::from(&teammate), &app_id, &attribute).await
}

/// Archives the name, or restores it where `archived` is false.
#[server(endpoint = "workspace_archive_event_name", output = LightJson)]
pub async fn archive_event_name(app_id: String, name: String, archived: bool) -> Result<(), Error> {
    let (workspace, teammate) = teammate_of(&app_id).await?;
    data_events::archive_event_name(workspace.store(), Actor::from(&teammate), &app_id, &name, archived).await
}
