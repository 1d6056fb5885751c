//! Teammates who go: one is removed, or their account is deleted.

use sqlx::types::Json;

use super::permission::may_go;
use super::teammate::NAMELESS;
use crate::batch::Batch;
use crate::database::{Transaction, execute, fetch};
use crate::error::Error;
use crate::feed::FeedKind;
use crate::ledger::{Change, ChangedBy, LedgerKind};

/// Removes a teammate from now on.
/// Their conversations are unassigned, and what they wrote keeps their name.
/// The last teammate who manages people stays while the app has others.
/// Returns false where the app has no such teammate.
pub async fn remove_teammate(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    number: i64,
) -> Result<bool, Error> {
    may_go(batch, app_id, number).await?;
    let removed = execute!(&mut batch.transaction,
        "update teammates set removed_at = $3, away_since = null, away_reassigns = false, manages_people = false
         where app_id = $1 and number = $2 and account_id is not null and removed_at is null"
        => app_id, number, batch.now)?;
    if removed > 0 {
        batch.record_change(app_id, Change::new(LedgerKind::TeammateRemoved, by.clone()).about(number));
        leave(batch, by, app_id, number).await?;
    }
    Ok(removed > 0)
}

/// Ends what a teammate had to answer, and their memberships of teams.
async fn leave(batch: &mut Batch, by: &ChangedBy, app_id: &str, number: i64) -> Result<(), Error> {
    let unassigned: Vec<(i64, String)> = fetch!(&mut batch.transaction, all
        "update conversations set teammate_assignee = null where app_id = $1 and teammate_assignee = $2
         returning number, person_id" => app_id, number)?;
    batch.record_unassigned(app_id, by, unassigned);
    execute!(&mut batch.transaction,
        "delete from team_members where app_id = $1 and teammate = $2" => app_id, number)?;
    Ok(())
}

/// Deletes the profile of this account's teammate in every app.
/// Their conversations are unassigned, so that somebody else answers. The number stays: what they did refers to it.
pub async fn forget_teammate(batch: &mut Batch, account_id: &str) -> Result<(), Error> {
    let was: Vec<(String, i64, String)> = fetch!(&mut batch.transaction, all
        "select app_id, number, name from teammates where account_id = $1" => account_id)?;
    for (app_id, number, name) in was {
        forget_name(&mut batch.transaction, &app_id, &name).await?;
        execute!(&mut batch.transaction,
            "update teammates set account_id = null, name = null, email = null, avatar = null, away_since = null,
                                  away_reassigns = false, manages_people = false
             where app_id = $1 and number = $2"
            => &app_id, number)?;
        let change = Change::new(LedgerKind::TeammateRemoved, ChangedBy::Workspace).about(number);
        batch.record_change(&app_id, change);
        leave(batch, &ChangedBy::Workspace, &app_id, number).await?;
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
