//! What the page reads and changes. Each asks for a teammate first; the rules are the workspace's.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use super::state::MessengerSettings;
use crate::error::Error;

#[cfg(feature = "ssr")]
use crate::workspace::desk::guard::teammate_of;
#[cfg(feature = "ssr")]
use crate::workspace::identity::By;

/// Of the page's own app.
#[server(endpoint = "workspace_messenger", input = GetUrl)]
pub async fn get_messenger() -> Result<MessengerSettings, Error> {
    let (workspace, _) = teammate_of("").await?;
    workspace.messenger_settings(workspace.app_id()).await.map_err(Error::with_status)
}

/// `usual_reply` in seconds; "" has it measured. `cookie_domain` is "" for none, and
/// `messages_per_day` "" for as many as an app begins with.
#[server(endpoint = "workspace_set_messenger")]
pub async fn set_messenger(
    #[server(default)] usual_reply: String,
    #[server(default)] sound: bool,
    #[server(default)] cookie_domain: String,
    #[server(default)] messages_per_day: String,
) -> Result<(), Error> {
    let (workspace, teammate) = teammate_of("").await?;
    let by = By::from(&teammate);
    let set = workspace.set_messenger(by, &usual_reply, sound, &cookie_domain, &messages_per_day).await;
    set.map_err(Error::with_status)
}
