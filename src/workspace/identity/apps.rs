//! The app that a server's own pages belong to.

use super::key::{ENVIRONMENT_KEY, EnvironmentKey, GivenSecret};
use crate::clock::Clock;
use crate::database::{Db, Transaction, execute, fetch, read};
use crate::error::Error;
use crate::feed::Events;
use crate::platform::Platform;
use crate::random;

/// The name of the first app until somebody gives it another.
const FIRST: &str = "Tidewater Coffee";

/// Selects the app that a server's own pages belong to. A missing app is made, with a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhichApp {
    /// The oldest app.
    First,
    /// The oldest app of this name.
    Named(String),
    /// The app with this id. It has this name from now on.
    WithId { app_id: String, name: String },
}

/// Finds or makes the app, and returns its id and name.
/// Sessions that another secret of the environment proved end here.
pub async fn find_or_make(
    db: &Db,
    clock: &Clock,
    which: WhichApp,
    given: Option<GivenSecret>,
) -> Result<(String, String, Option<EnvironmentKey>), Error> {
    let mut transaction = db.begin().await?;
    // Of servers that start at the same time, the second finds what the first has made.
    Events::begin(&mut transaction).await?;
    let (app_id, name) = match find(&mut transaction, &which).await? {
        Some(found) => found,
        None => make(&mut transaction, clock.seconds(), which).await?,
    };
    let given = given.map(|given| EnvironmentKey::new(&app_id, given));
    let given_id = given.as_ref().map(|given| given.key.id.as_str());
    execute!(&mut transaction,
        "update messenger_sessions set ended = 'key_retired'
         where app_id = $1 and platform = 'web' and ended is null and key_id <> coalesce($2, '')
           and ($2 is not null or key_id like 'env-%')" => &app_id, given_id)?;
    succeed(&mut transaction, &app_id, given_id).await?;
    transaction.commit().await?;
    Ok((app_id, name, given))
}

/// Makes this secret of the environment the app's own on every server: one that still has another refuses identities.
/// Without one, the stored keys count.
async fn succeed(db: &mut Transaction, app_id: &str, key_id: Option<&str>) -> Result<(), Error> {
    match key_id {
        Some(key_id) => execute!(db,
            "insert into environment_keys (app_id, key_id) values ($1, $2)
             on conflict (app_id) do update set key_id = excluded.key_id" => app_id, key_id)?,
        None => execute!(db, "delete from environment_keys where app_id = $1" => app_id)?,
    };
    Ok(())
}

/// Whether this secret of the environment is the newest.
pub async fn is_newest(db: &Db, given: &EnvironmentKey) -> Result<bool, Error> {
    Ok(read!(db, any ENVIRONMENT_KEY => &given.app_id, &given.key.id)?)
}

async fn find(db: &mut Transaction, which: &WhichApp) -> Result<Option<(String, String)>, Error> {
    Ok(match which {
        WhichApp::First => fetch!(db, optional
            "select app_id, name from workspace_apps order by created_at, app_id limit 1")?,
        WhichApp::Named(name) => fetch!(db, optional
            "select app_id, name from workspace_apps where name = $1 order by created_at, app_id limit 1"
            => name)?,
        WhichApp::WithId { app_id, name } => fetch!(db, optional
            "update workspace_apps set name = $1 where app_id = $2 returning app_id, name" => name, app_id)?,
    })
}

async fn make(db: &mut Transaction, now: i64, which: WhichApp) -> Result<(String, String), Error> {
    let (app_id, name) = match which {
        WhichApp::First => (random::word::<8>()?, FIRST.to_owned()),
        WhichApp::Named(name) => (random::word::<8>()?, name),
        WhichApp::WithId { app_id, name } => (app_id, name),
    };
    // The first key has the app's id, which must be none of the environment's keys.
    if EnvironmentKey::is_id(&app_id) {
        return Err(Error::internal("an app id begins like the id of an environment's key"));
    }
    let secret = random::credential()?;
    execute!(&mut *db,
        "insert into workspace_apps (app_id, name, created_at) values ($1, $2, $3)" => &app_id, &name, now)?;
    execute!(&mut *db,
        "insert into identity_keys (id, app_id, platform, number, name, secret, created_at)
         values ($1, $1, 'web', 1, 'First key', $2, $3)" => &app_id, &secret, now)?;
    Ok((app_id, name))
}

/// The name of this app; `None` where there is no such app.
pub async fn app_name(db: &Db, app_id: &str) -> Result<Option<String>, Error> {
    // A text that no row can hold is not looked up: PostgreSQL refuses some.
    if !app_id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_') {
        return Ok(None);
    }
    Ok(read!(db, optional value "select name from workspace_apps where app_id = $1" => app_id)?)
}

/// The apps and platforms where a page is believed without proof.
pub async fn unenforced(db: &Db) -> Result<Vec<(String, Platform)>, Error> {
    Ok(read!(db, all "select app_id, platform from unenforced_platforms order by app_id, platform")?)
}
