//! The keys and switches that hold for an app's identities.

use std::collections::BTreeSet;

use super::key::{ENVIRONMENT_KEY, EnvironmentKey, Key};
use super::{Checks, IdentitySecret, Proof, User};
use crate::database::{Db, Transaction, fetch, read};
use crate::error::Error;
use crate::platform::Platform;
use crate::refusal::IdentityRefusal;

/// The rules for identities of an app on a platform.
pub struct IdentitySettings {
    pub platform: Platform,
    /// Whether a user needs a proof. Otherwise a page is believed.
    pub enforced: bool,
    /// The keys, newest first, with the retired ones: what they signed is refused by name.
    pub keys: Vec<Key>,
    /// Attributes that a signed token alone may set.
    pub protected: BTreeSet<String>,
}

impl IdentitySettings {
    /// Reads the rules for an app on a platform. `None` where there is no such app.
    /// Each ping that states an identity has them read anew.
    /// A teammate's change therefore holds from the next ping on, whichever server it reaches.
    pub async fn read(
        db: &Db,
        app_id: &str,
        platform: Platform,
        given: Option<&EnvironmentKey>,
    ) -> Result<Option<Self>, Error> {
        let app: Option<bool> = read!(db, optional value
            "select u.app_id is null from workspace_apps a
             left join unenforced_platforms u on u.app_id = a.app_id and u.platform = $2
             where a.app_id = $1" => app_id, platform)?;
        let Some(enforced) = app else { return Ok(None) };
        let keys = match given {
            Some(given) => vec![given.key.clone()],
            None => keys(db, app_id, platform).await?,
        };
        let protected = protected_attributes(db, app_id).await?.into_iter().collect();
        Ok(Some(Self { platform, enforced, keys, protected }))
    }

    /// The active key that made a signature. Records why there is none.
    pub(super) fn key_that_signed(
        &self,
        message: &[u8],
        signature: &[u8],
        otherwise: IdentityRefusal,
        checks: &mut Checks,
    ) -> Result<&Key, IdentityRefusal> {
        let platform = self.platform;
        match self.keys.iter().find(|key| key.secret.verifies(message, signature)) {
            Some(key) if key.retired => {
                checks.failed(format!("Signed with the {platform} key “{}”, which is retired.", key.name));
                Err(IdentityRefusal::RetiredKey)
            }
            Some(key) => {
                checks.passed(format!("Signed with the {platform} key “{}”.", key.name));
                Ok(key)
            }
            None if self.keys.iter().all(|key| key.retired) => Err(IdentityRefusal::NoKey),
            None => Err(otherwise),
        }
    }
}

/// The newest key of this app and platform that is not retired: it signs.
pub async fn signing_key(db: &Db, app_id: &str, platform: Platform) -> Result<Option<IdentitySecret>, Error> {
    let keys = keys(db, app_id, platform).await?;
    Ok(keys.into_iter().find(|key| !key.retired).map(|key| key.secret))
}

async fn keys(db: &Db, app_id: &str, platform: Platform) -> Result<Vec<Key>, Error> {
    let rows: Vec<(String, String, String, Option<i64>)> = read!(db, all
        "select id, name, secret, retired_at from identity_keys where app_id = $1 and platform = $2
         order by number desc" => app_id, platform)?;
    let key = |(id, name, secret, retired_at): (_, _, String, Option<i64>)| {
        Some(Key { id, name, secret: IdentitySecret::new(secret)?, retired: retired_at.is_some() })
    };
    Ok(rows.into_iter().filter_map(key).collect())
}

/// Whether the user is still proved in this transaction, during which no teammate can change keys.
/// A retired key opens no session.
pub async fn still_holds(
    db: &mut Transaction,
    app_id: &str,
    platform: Platform,
    user: &User,
) -> Result<bool, Error> {
    Ok(match &user.proof {
        Some(Proof { key_id, .. }) if EnvironmentKey::is_id(key_id) => {
            fetch!(db, any ENVIRONMENT_KEY => app_id, key_id)?
        }
        Some(Proof { key_id, .. }) => {
            fetch!(db, any "select id from identity_keys where id = $1 and retired_at is null" => key_id)?
        }
        None => fetch!(db, any
            "select app_id from unenforced_platforms where app_id = $1 and platform = $2"
            => app_id, platform)?,
    })
}

/// Warns at every start and every switch that a platform believes pages without proof.
pub fn warn_unenforced(app_id: &str, platform: Platform) {
    tracing::warn!(app_id, %platform, "identity is not enforced: any page may take any user's name");
}

/// A key's name and times, without any character of its secret.
#[derive(sqlx::FromRow)]
pub struct KeyName {
    pub id: String,
    pub platform: Platform,
    pub name: String,
    /// The time at which the key was made, in Unix seconds.
    pub created_at: i64,
    pub retired_at: Option<i64>,
}

/// All keys of an app, newest first.
pub async fn key_names(db: &Db, app_id: &str) -> Result<Vec<KeyName>, Error> {
    Ok(read!(db, all
        "select id, platform, name, created_at, retired_at from identity_keys where app_id = $1
         order by number desc" => app_id)?)
}

/// The attributes of an app that a signed token alone may set, by name.
pub async fn protected_attributes(db: &Db, app_id: &str) -> Result<Vec<String>, Error> {
    Ok(read!(db, all values
        "select name from data_attributes where app_id = $1 and model = 'person' and not browser_writable order by name"
        => app_id)?)
}
