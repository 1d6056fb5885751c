//! What the page changes.

use crate::error::Error;
use crate::workspace::Workspace;
use crate::workspace::audit::{self, Actor};
use crate::workspace::batch::Batch;
use crate::workspace::messenger_settings::{self, MessengerSettings};

/// Sets the Messenger of this app up.
pub async fn set_messenger(
    workspace: &Workspace,
    by: Actor<'_>,
    settings: &MessengerSettings,
) -> Result<(), Error> {
    let mut batch = Batch::begin(workspace.store()).await?;
    messenger_settings::set(&mut batch.transaction, workspace.app_id(), settings).await?;
    let what = match &settings.cookie_domain {
        Some(domain) => format!("set the Messenger up, with cookies for {domain}"),
        None => "set the Messenger up".to_owned(),
    };
    audit::commit(batch, by, workspace.app_id(), "messenger_set", what).await
}
