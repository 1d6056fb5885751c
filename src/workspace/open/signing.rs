//! The key that signs the tokens of the app's web pages.

use std::sync::PoisonError;

use super::Workspace;
use crate::audit::Actor;
use crate::error::Error;
use crate::identity::{self, IdentitySecret};
use crate::keys::{self, NewKey};
use crate::platform::Platform;

impl Workspace {
    /// The secret that signs the tokens that the app's web pages verify. It never leaves the server.
    /// Returns None while all keys are retired.
    pub fn identity_secret(&self) -> Option<IdentitySecret> {
        self.app.signing.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Asks the database which key is the newest: another server may have made or retired one.
    pub async fn refresh_signing_key(&self) -> Result<(), Error> {
        let newest = match self.given(self.app_id(), Platform::Web) {
            Some(given) => Some(given.key.secret.clone()),
            None => identity::signing_key(self.db(), self.app_id(), Platform::Web).await?,
        };
        *self.app.signing.write().unwrap_or_else(PoisonError::into_inner) = newest;
        Ok(())
    }

    /// Makes a key, as [`keys::make_key`] does. The newest web key signs the app's tokens from now on.
    pub async fn make_key(
        &self,
        by: Actor<'_>,
        app_id: &str,
        platform: Platform,
        name: &str,
    ) -> Result<NewKey, Error> {
        let given = self.given(app_id, platform);
        let made = keys::make_key(self.store(), by, given, app_id, platform, name).await?;
        self.refresh_signing_key().await?;
        Ok(made)
    }

    /// Retires a key, as [`keys::retire_key`] does. It signs no token from now on.
    pub async fn retire_key(&self, by: Actor<'_>, app_id: &str, key_id: &str) -> Result<(), Error> {
        keys::retire_key(self.store(), by, app_id, key_id).await?;
        self.refresh_signing_key().await
    }
}
