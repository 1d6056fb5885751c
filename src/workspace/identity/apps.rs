use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::{IdentitySecret, Key};
use crate::clock::Clock;
use crate::database::{Db, execute, fetch, read};
use crate::error::Error;
use crate::workspace::platform::Platform;
use crate::workspace::random;

/// The secret that the environment gives: the only web key of one app, kept nowhere.
#[derive(Clone)]
pub struct Given {
    pub app_id: String,
    pub key: Key,
}

impl Given {
    pub const NAME: &str = "INTERCOM_IDENTITY_SECRET";
    /// Of ids that no row of a key has.
    const PREFIX: &str = "env-";

    /// Its id changes with the secret, and tells no more of it than any token that it signs.
    pub fn new(app_id: &str, secret: IdentitySecret) -> Self {
        let mut tag = URL_SAFE_NO_PAD.encode(secret.sign(b"id of this identity key"));
        tag.truncate(24);
        let key =
            Key { id: Self::PREFIX.to_owned() + &tag, name: Self::NAME.to_owned(), secret, retired: false };
        Self { app_id: app_id.to_owned(), key }
    }

    pub fn stands_for(&self, app_id: &str, platform: Platform) -> bool {
        platform == Platform::Web && app_id == self.app_id
    }

    pub fn is_id(key_id: &str) -> bool {
        key_id.starts_with(Self::PREFIX)
    }
}

/// The first app of this database; the first start makes it, with a key. Sessions that another secret of the
/// environment has proved end here.
pub async fn find_or_make(
    db: &Db,
    clock: &Clock,
    given: Option<IdentitySecret>,
) -> Result<(String, Option<Given>), Error> {
    let mut transaction = db.begin().await?;
    let found: Option<(String,)> = fetch!(&mut transaction, |db| sqlx::query_as(
        "select app_id from workspace_apps order by created_at, app_id limit 1"
    )
    .fetch_optional(db))?;
    let app_id = match found {
        Some((app_id,)) => app_id,
        None => {
            let (app_id, secret, now) = (random::word::<8>()?, random::credential()?, clock.seconds());
            execute!(&mut transaction, |db| sqlx::query(
                "insert into workspace_apps (app_id, created_at) values ($1, $2)"
            )
            .bind(&app_id)
            .bind(now)
            .execute(db))?;
            execute!(&mut transaction, |db| sqlx::query(
                "insert into identity_keys (id, app_id, platform, number, name, secret, created_at)
                 values ($1, $1, 'web', 1, 'First key', $2, $3)"
            )
            .bind(&app_id)
            .bind(&secret)
            .bind(now)
            .execute(db))?;
            app_id
        }
    };
    let given = given.map(|secret| Given::new(&app_id, secret));
    let given_id = given.as_ref().map(|given| given.key.id.as_str());
    execute!(&mut transaction, |db| sqlx::query(
        "update messenger_sessions set ended = 'key_retired'
         where app_id = $1 and platform = 'web' and ended is null and key_id <> coalesce($2, '')
           and ($2 is not null or key_id like 'env-%')"
    )
    .bind(&app_id)
    .bind(given_id)
    .execute(db))?;
    transaction.commit().await?;
    Ok((app_id, given))
}

pub async fn has_app(db: &Db, app_id: &str) -> Result<bool, Error> {
    let found: Option<(String,)> =
        read!(db, |db| sqlx::query_as("select app_id from workspace_apps where app_id = $1")
            .bind(app_id)
            .fetch_optional(db))?;
    Ok(found.is_some())
}

/// Where a page is believed without proof.
pub async fn unenforced(db: &Db) -> Result<Vec<(String, Platform)>, Error> {
    Ok(read!(db, |db| sqlx::query_as(
        "select app_id, platform from unenforced_platforms order by app_id, platform"
    )
    .fetch_all(db))?)
}
