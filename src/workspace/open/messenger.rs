//! The Messenger of the app, as teammates set it up.

use super::Workspace;
use crate::audit::{self, Actor};
use crate::batch::Batch;
use crate::conversations::UsualReply;
use crate::error::Error;
use crate::ledger::LedgerKind;
use crate::messenger_settings::{self, MessengerSettings};

impl Workspace {
    /// Sets the Messenger of this app up.
    pub async fn set_messenger(&self, by: Actor<'_>, settings: &MessengerSettings) -> Result<(), Error> {
        let mut batch = Batch::begin(self.store()).await?;
        messenger_settings::set(&mut batch.transaction, self.app_id(), settings).await?;
        let what = match &settings.cookie_domain {
            Some(domain) => format!("set the Messenger up, with cookies for {domain}"),
            None => "set the Messenger up".to_owned(),
        };
        audit::commit(batch, by, self.app_id(), (LedgerKind::MessengerSet, self.app_id()), what).await
    }

    /// The usual time to a first answer in this app, as teammates have set it or as it is measured.
    /// Returns None where nobody knows.
    pub(crate) async fn usual_reply(&self, app_id: &str) -> Result<Option<UsualReply>, Error> {
        if let Some(seconds) = messenger_settings::read(self.db(), app_id).await?.usual_reply {
            return Ok(Some(UsualReply::of_seconds(seconds)));
        }
        Ok(self.all.usual_replies.of(self.db(), app_id, self.clock().seconds()).await?)
    }
}
