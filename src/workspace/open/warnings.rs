//! Standing warnings: what is wrong with the settings of the app.

use super::Workspace;
use crate::error::Error;
use crate::identity;
use crate::platform::Platform;

impl Workspace {
    /// Warnings about the app's settings, a sentence each.
    pub async fn standing_warnings(&self) -> Result<Vec<String>, Error> {
        let unenforced = identity::unenforced(self.db()).await?;
        let unenforced = unenforced.into_iter().filter(|(app_id, _)| app_id == self.app_id());
        let mut warnings: Vec<String> = unenforced
            .map(|(_, platform)| {
                format!(
                    "Identity is not enforced for {platform}: any page may take any user's name. The keys page \
                     switches it on."
                )
            })
            .collect();
        if let Some(given) = self.given(self.app_id(), Platform::Web)
            && !identity::is_newest(self.db(), given).await?
        {
            warnings.push(format!(
                "Another server was started later with another secret: this one refuses identities until it is started \
                 again with the same {}.",
                given.key.name
            ));
        }
        self.refresh_signing_key().await?;
        if self.identity_secret().is_none() {
            warnings.push(
                "There is no active web key: nobody who logs in is known to the Messenger. The keys page makes one."
                    .to_owned(),
            );
        }
        Ok(warnings)
    }
}
