//! Apps, their identity keys, and what holds for identities: as somebody changes them.

use super::audit::{self, Actor};
use super::batch::{Batch, Store};
use super::data_attributes;
use super::identity::{EnvironmentKey, IdentitySecret, warn_unenforced};
use super::ledger::{ChangedBy, LedgerKind};
use super::platform::Platform;
use super::teammates::add_teammate;
use crate::database::{Transaction, execute, fetch};
use crate::error::Error;
use crate::random;

const LONGEST_NAME: usize = 60;
const LONGEST_ATTRIBUTE: usize = 190;
const MOST_KEYS: i64 = 1_000;

/// A new key, at the one time that its secret can be seen.
pub struct NewKey {
    pub name: String,
    pub secret: IdentitySecret,
}

/// Makes an app with its own people, keys and switches. The teammate who makes it answers for it.
pub async fn make_app(store: &Store, by: Actor<'_>, name: &str) -> Result<String, Error> {
    let name = named("name", name)?;
    let app_id = random::word::<8>()?;
    let mut batch = Batch::begin(store).await?;
    execute!(&mut batch.transaction,
        "insert into workspace_apps (app_id, name, created_at) values ($1, $2, $3)"
        => &app_id, &name, batch.now)?;
    if let Actor::Teammate { account_id, name, .. } = by {
        // As another app knows them.
        let email: Option<String> = fetch!(&mut batch.transaction, one value
            "select max(email) from teammates where account_id = $1" => account_id)?;
        add_teammate(&mut batch, &ChangedBy::Workspace, &app_id, account_id, name, email.as_deref()).await?;
    }
    audit::commit(batch, by, &app_id, (LedgerKind::AppMade, &app_id), format!("made the app “{name}”"))
        .await?;
    Ok(app_id)
}

/// Makes a key, which signs from now on. The keys before it verify until they are retired.
/// Refused where the environment has `given` the app's only key.
pub async fn make_key(
    store: &Store,
    by: Actor<'_>,
    given: Option<&EnvironmentKey>,
    app_id: &str,
    platform: Platform,
    name: &str,
) -> Result<NewKey, Error> {
    if let Some(given) = given {
        return Err(Error::invalid("platform", format!("{} is this app's only web key.", given.key.name)));
    }
    let mut batch = Batch::begin(store).await?;
    check_app(&mut batch, app_id).await?;
    let number = next_number(&mut batch.transaction, app_id, platform).await?;
    let name = match name.trim() {
        "" => format!("Key {number}"),
        name => named("name", name)?,
    };
    let secret = IdentitySecret::new(random::credential()?).ok_or(Error::Internal)?;
    let id = random::id()?;
    execute!(&mut batch.transaction,
        "insert into identity_keys (id, app_id, platform, number, name, secret, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)"
        => &id, app_id, platform, number, &name, secret.as_str(), batch.now)?;
    let what = format!("made the {platform} key “{name}”");
    audit::commit(batch, by, app_id, (LedgerKind::IdentityKeyMade, &id), what).await?;
    Ok(NewKey { name, secret })
}

pub async fn rename_key(
    store: &Store,
    by: Actor<'_>,
    app_id: &str,
    key_id: &str,
    name: &str,
) -> Result<(), Error> {
    let name = named("name", name)?;
    let mut batch = Batch::begin(store).await?;
    let (platform, old) = find_key(&mut batch.transaction, app_id, key_id).await?;
    execute!(&mut batch.transaction, "update identity_keys set name = $1 where id = $2" => &name, key_id)?;
    let what = format!("renamed the {platform} key “{old}” to “{name}”");
    audit::commit(batch, by, app_id, (LedgerKind::IdentityKeyRenamed, key_id), what).await
}

/// Retires a key. What it signed is refused from now on, and the sessions that it proved end.
pub async fn retire_key(store: &Store, by: Actor<'_>, app_id: &str, key_id: &str) -> Result<(), Error> {
    let mut batch = Batch::begin(store).await?;
    let (platform, name) = find_key(&mut batch.transaction, app_id, key_id).await?;
    let retired = execute!(&mut batch.transaction,
        "update identity_keys set retired_at = $1 where id = $2 and retired_at is null"
        => batch.now, key_id)?;
    if retired == 0 {
        return Ok(());
    }
    execute!(&mut batch.transaction,
        "update messenger_sessions set ended = 'key_retired' where key_id = $1 and ended is null" => key_id)?;
    let what = format!("retired the {platform} key “{name}”");
    audit::commit(batch, by, app_id, (LedgerKind::IdentityKeyRetired, key_id), what).await
}

/// Switches enforcement for a platform. Enforced, a page is believed only with proof.
pub async fn enforce(
    store: &Store,
    by: Actor<'_>,
    app_id: &str,
    platform: Platform,
    enforced: bool,
) -> Result<(), Error> {
    let mut batch = Batch::begin(store).await?;
    check_app(&mut batch, app_id).await?;
    let changed = if enforced {
        execute!(&mut batch.transaction,
            "update messenger_sessions set ended = 'enforced'
             where app_id = $1 and platform = $2 and key_id is null and ended is null
               and person_id in (select id from people where app_id = $1 and role = 'user')"
            => app_id, platform)?;
        execute!(&mut batch.transaction,
            "delete from unenforced_platforms where app_id = $1 and platform = $2" => app_id, platform)?
    } else {
        execute!(&mut batch.transaction,
            "insert into unenforced_platforms (app_id, platform, since) values ($1, $2, $3)
             on conflict (app_id, platform) do nothing" => app_id, platform, batch.now)?
    };
    if changed == 0 {
        return Ok(());
    }
    let switched = if enforced { "on" } else { "off" };
    let what = format!("switched enforcement for {platform} {switched}");
    audit::commit(batch, by, app_id, (LedgerKind::IdentityEnforcement, platform), what).await?;
    if !enforced {
        warn_unenforced(app_id, platform);
    }
    Ok(())
}

/// Protects an attribute: from now on a signed token alone may set it.
pub async fn protect(store: &Store, by: Actor<'_>, app_id: &str, attribute: &str) -> Result<(), Error> {
    let attribute = attribute.trim();
    if attribute.is_empty()
        || attribute.chars().count() > LONGEST_ATTRIBUTE
        || attribute.contains(char::is_control)
    {
        return Err(Error::invalid(
            "attribute",
            "Name one attribute, such as plan, in at most 190 characters.",
        ));
    }
    let mut batch = Batch::begin(store).await?;
    check_app(&mut batch, app_id).await?;
    if !data_attributes::protect(&mut batch, app_id, attribute, true).await? {
        return Ok(());
    }
    let what = format!("protected the attribute “{attribute}”");
    audit::commit(batch, by, app_id, (LedgerKind::AttributeProtected, attribute), what).await
}

pub async fn unprotect(store: &Store, by: Actor<'_>, app_id: &str, attribute: &str) -> Result<(), Error> {
    let mut batch = Batch::begin(store).await?;
    if !data_attributes::protect(&mut batch, app_id, attribute, false).await? {
        return Ok(());
    }
    let what = format!("no longer protects the attribute “{attribute}”");
    audit::commit(batch, by, app_id, (LedgerKind::AttributeUnprotected, attribute), what).await
}

async fn check_app(batch: &mut Batch, app_id: &str) -> Result<(), Error> {
    if batch.knows_app(app_id).await? { Ok(()) } else { Err(Error::NotFound) }
}

async fn next_number(db: &mut Transaction, app_id: &str, platform: Platform) -> Result<i64, Error> {
    let highest: i64 = fetch!(db, one value
        "select coalesce(max(number), 0) from identity_keys where app_id = $1 and platform = $2"
        => app_id, platform)?;
    match highest {
        ..MOST_KEYS => Ok(highest + 1),
        _ => Err(Error::invalid("platform", "There are too many keys already.")),
    }
}

/// The platform and name of a key of this app.
async fn find_key(db: &mut Transaction, app_id: &str, key_id: &str) -> Result<(Platform, String), Error> {
    let found = fetch!(db, optional
        "select platform, name from identity_keys where id = $1 and app_id = $2" => key_id, app_id)?;
    found.ok_or(Error::NotFound)
}

fn named(field: &str, name: &str) -> Result<String, Error> {
    let name = name.trim();
    match name.chars().count() {
        1..=LONGEST_NAME if !name.contains(char::is_control) => Ok(name.to_owned()),
        _ => Err(Error::invalid(field, "A name has 1 to 60 characters.")),
    }
}
