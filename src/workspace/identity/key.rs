//! A key that verifies identities: one of the database, or the environment's.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::IdentitySecret;
use crate::platform::Platform;

#[derive(Clone)]
pub struct Key {
    pub id: String,
    pub name: String,
    pub secret: IdentitySecret,
    pub retired: bool,
}

/// A secret of the environment, and the variable that holds it.
pub struct GivenSecret {
    pub variable: String,
    pub secret: IdentitySecret,
}

/// The secret that the environment gives: the only web key of one app, kept nowhere.
#[derive(Clone)]
pub struct EnvironmentKey {
    pub app_id: String,
    pub key: Key,
}

impl EnvironmentKey {
    /// The beginning of ids that no stored key has.
    const PREFIX: &str = "env-";

    /// Makes the key of an environment's secret.
    /// Its id changes with the secret, and reveals no more of it than a token does.
    pub fn new(app_id: &str, GivenSecret { variable, secret }: GivenSecret) -> Self {
        let mut tag = URL_SAFE_NO_PAD.encode(secret.sign(b"id of this identity key"));
        tag.truncate(24);
        let key = Key { id: Self::PREFIX.to_owned() + &tag, name: variable, secret, retired: false };
        Self { app_id: app_id.to_owned(), key }
    }

    pub fn stands_for(&self, app_id: &str, platform: Platform) -> bool {
        platform == Platform::Web && app_id == self.app_id
    }

    pub fn is_id(key_id: &str) -> bool {
        key_id.starts_with(Self::PREFIX)
    }
}

/// Selects a row if this key of the environment is the app's: the one of the server that started last.
pub(super) const ENVIRONMENT_KEY: &str =
    "select key_id from environment_keys where app_id = $1 and key_id = $2";
