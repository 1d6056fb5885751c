//! The server functions of the page for the Messenger's settings. Each asks for a teammate first. The rules are the
//! workspace's.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::Error;
use crate::json::LightJson;
use crate::workspace::messenger_settings::MessengerSettings;

#[cfg(feature = "ssr")]
use crate::desk::guard::teammate_of;
#[cfg(feature = "ssr")]
use crate::workspace::audit::Actor;
#[cfg(feature = "ssr")]
use crate::workspace::messenger_settings;

/// Returns the settings of the page's own app.
#[server(endpoint = "workspace_messenger", input = GetUrl, output = LightJson)]
pub async fn get_messenger() -> Result<MessengerSettings, Error> {
    let (workspace, _) = teammate_of("").await?;
    messenger_settings::read(workspace.db(), workspace.app_id()).await
}

/// Saves the settings of the page's own app, as [`MessengerSettings::parse`] reads them.
#[server(endpoint = "workspace_set_messenger", output = LightJson)]
pub async fn set_messenger(
    #[server(default)] usual_reply: String,
    #[server(default)] sound: bool,
    #[server(default)] cookie_domain: String,
    #[server(default)] messages_per_day: String,
    #[server(default)] time_zone: String,
) -> Result<(), Error> {
    let (workspace, teammate) = teammate_of("").await?;
    let settings =
        MessengerSettings::parse(&usual_reply, sound, &cookie_domain, &messages_per_day, &time_zone);
    let settings = settings?;
    workspace.set_messenger(Actor::from(&teammate), &settings).await
}
