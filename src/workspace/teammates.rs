//! Who answers for an app. An account is a teammate of some apps of this database, and of the others nothing.

use sqlx::types::Json;

use super::feed::FeedKind;
use super::teams::named;
use crate::batch::Batch;
use crate::database::{Db, Transaction, execute, fetch, read};
use crate::error::Error;
use crate::ledger::{Change, ChangedBy, LedgerKind};

/// The name of a teammate whose account is deleted, or of whom nothing else is known.
pub const NAMELESS: &str = "A teammate";

/// Characters of a teammate's name, as many as an account's name has.
const LONGEST_NAME: usize = 100;

#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Teammate {
    /// The teammate's number, counted from one in each app.
    pub number: i64,
    /// The account's name when it became a teammate, unless somebody renamed the teammate here.
    pub name: String,
    pub account_id: String,
}

/// All teammates of the app, by name.
pub async fn teammates(db: &Db, app_id: &str) -> Result<Vec<Teammate>, Error> {
    Ok(read!(db, all
        "select number, name, account_id from teammates
         where app_id = $1 and account_id is not null and removed_at is null order by name, number"
        => app_id)?)
}

/// The apps that the account answers for, by id and name, the oldest first.
pub async fn apps_of(db: &Db, account_id: &str) -> Result<Vec<(String, String)>, Error> {
    Ok(read!(db, all
        "select app_id, a.name from workspace_apps a join teammates using (app_id)
         where account_id = $1 and removed_at is null order by created_at, app_id" => account_id)?)
}

/// The teammate of this account. None where the account does not answer for the app.
pub async fn find_teammate(db: &Db, app_id: &str, account_id: &str) -> Result<Option<Teammate>, Error> {
    Ok(read!(db, optional
        "select number, name, account_id from teammates where app_id = $1 and account_id = $2 and removed_at is null"
        => app_id, account_id)?)
}

/// Renames a teammate in this app alone. Returns false where the app has no such teammate.
pub async fn rename_teammate(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    number: i64,
    name: &str,
) -> Result<bool, Error> {
    let name = named("teammate", name, LONGEST_NAME)?;
    let renamed = execute!(&mut batch.transaction,
        "update teammates set name = $3 where app_id = $1 and number = $2 and account_id is not null and removed_at is null"
        => app_id, number, name)?;
    if renamed > 0 {
        let change = Change::new(LedgerKind::TeammateRenamed, by.clone()).about(number);
        batch.record_change(app_id, change.in_fields(vec!["name".to_owned()]));
    }
    Ok(renamed > 0)
}

/// Removes a teammate from now on.
/// Their conversations are unassigned, and what they wrote keeps their name.
/// Returns false where the app has no such teammate.
pub async fn remove_teammate(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    number: i64,
) -> Result<bool, Error> {
    let removed = execute!(&mut batch.transaction,
        "update teammates set removed_at = $3
         where app_id = $1 and number = $2 and account_id is not null and removed_at is null"
        => app_id, number, batch.now)?;
    if removed > 0 {
        batch.record_change(app_id, Change::new(LedgerKind::TeammateRemoved, by.clone()).about(number));
        unassign(batch, by, app_id, number).await?;
    }
    Ok(removed > 0)
}

async fn unassign(batch: &mut Batch, by: &ChangedBy, app_id: &str, number: i64) -> Result<(), Error> {
    let unassigned: Vec<(i64, String)> = fetch!(&mut batch.transaction, all
        "update conversations set teammate_assignee = null where app_id = $1 and teammate_assignee = $2
         returning number, person_id" => app_id, number)?;
    batch.record_unassigned(app_id, by, unassigned);
    Ok(())
}

/// Whether the teammate with this number answers for the app.
pub async fn answers(db: &mut Transaction, app_id: &str, number: i64) -> Result<bool, Error> {
    Ok(fetch!(db, any
        "select number from teammates where app_id = $1 and number = $2 and account_id is not null and removed_at is null"
        => app_id, number)?)
}

/// Deletes the name of this account's teammate in every app.
/// Their conversations are unassigned, so that somebody else answers. The number stays: what they did refers to it.
pub async fn forget_teammate(batch: &mut Batch, account_id: &str) -> Result<(), Error> {
    let was: Vec<(String, i64, String)> = fetch!(&mut batch.transaction, all
        "select app_id, number, name from teammates where account_id = $1" => account_id)?;
    for (app_id, number, name) in was {
        forget_name(&mut batch.transaction, &app_id, &name).await?;
        execute!(&mut batch.transaction,
            "update teammates set account_id = null, name = null where app_id = $1 and number = $2"
            => &app_id, number)?;
        let change = Change::new(LedgerKind::TeammateRemoved, ChangedBy::Workspace).about(number);
        batch.record_change(&app_id, change);
        unassign(batch, &ChangedBy::Workspace, &app_id, number).await?;
    }
    Ok(())
}

/// Deletes a name from the feed's entries, where it is the first word of a sentence.
async fn forget_name(db: &mut Transaction, app_id: &str, name: &str) -> Result<(), Error> {
    let names: Vec<String> = fetch!(&mut *db, all values
        "select name from teammates where app_id = $1 and name is not null" => app_id)?;
    let changes: Vec<(i64, Json<FeedKind>)> = fetch!(&mut *db, all
        "select number, kind from events
         where app_id = $1 and kind -> 'IdentitySettingsChanged' is not null"
        => app_id)?;
    for (number, Json(kind)) in changes {
        let FeedKind::SettingsChanged { what } = kind else { continue };
        let did = |name: &str| what.strip_prefix(name)?.strip_prefix(' ');
        let Some(rest) = did(name) else { continue };
        // What "Ines Berg" did begins with "Ines" too.
        if names.iter().any(|other| other.len() > name.len() && did(other).is_some()) {
            continue;
        }
        let kind = FeedKind::SettingsChanged { what: format!("{NAMELESS} {rest}") };
        execute!(&mut *db, "update events set kind = $2 where number = $1" => number, Json(kind))?;
    }
    Ok(())
}

/// Adds an account as a teammate by this name, also again after its removal. A present teammate keeps their name.
/// Returns the teammate's number.
pub async fn add_teammate(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    account_id: &str,
    name: &str,
) -> Result<i64, Error> {
    let name = named("teammate", name, LONGEST_NAME)?;
    let present: Option<i64> = fetch!(&mut batch.transaction, optional value
        "select number from teammates where app_id = $1 and account_id = $2 and removed_at is null"
        => app_id, account_id)?;
    if let Some(number) = present {
        return Ok(number);
    }
    let number: i64 = fetch!(&mut batch.transaction, one value
        "insert into teammates (app_id, number, account_id, name)
         select $1, coalesce(max(number), 0) + 1, $2, $3 from teammates where app_id = $1
         on conflict (app_id, account_id) do update set removed_at = null, name = excluded.name
         returning number"
        => app_id, account_id, name)?;
    batch.record_change(app_id, Change::new(LedgerKind::TeammateAdded, by.clone()).about(number));
    Ok(number)
}
