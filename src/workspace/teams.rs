//! Groups of an app's teammates, to whom conversations are assigned.

use crate::batch::Batch;
use crate::database::{Db, Transaction, execute, fetch, read};
use crate::error::Error;
use crate::ledger::{Change, ChangedBy, LedgerKind};

/// Characters of a team's name.
const LONGEST_NAME: usize = 60;

#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Team {
    /// The team's number, counted from one in each app.
    pub number: i64,
    pub name: String,
}

/// All teams of the app, by name.
pub async fn teams(db: &Db, app_id: &str) -> Result<Vec<Team>, Error> {
    Ok(read!(db, all
        "select number, name from teams where app_id = $1 and removed_at is null order by name, number"
        => app_id)?)
}

/// Whether the app has the team with this number.
pub async fn is_there(db: &mut Transaction, app_id: &str, number: i64) -> Result<bool, Error> {
    Ok(fetch!(db, any
        "select number from teams where app_id = $1 and number = $2 and removed_at is null"
        => app_id, number)?)
}

/// Makes a team. An existing name does no harm, and a removed team is there again.
pub async fn make_team(batch: &mut Batch, by: &ChangedBy, app_id: &str, name: &str) -> Result<(), Error> {
    let name = named("team", name, LONGEST_NAME)?;
    let is_there = fetch!(&mut batch.transaction, any
        "select number from teams where app_id = $1 and name = $2 and removed_at is null" => app_id, name)?;
    if is_there {
        return Ok(());
    }
    let number: i64 = fetch!(&mut batch.transaction, one value
        "insert into teams (app_id, number, name)
         select $1, coalesce(max(number), 0) + 1, $2 from teams where app_id = $1
         on conflict (app_id, name) do update set removed_at = null returning number" => app_id, name)?;
    batch.record_change(app_id, Change::new(LedgerKind::TeamMade, by.clone()).about(number));
    Ok(())
}

/// Renames a team. Returns false where the app has no such team.
pub async fn rename_team(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    number: i64,
    name: &str,
) -> Result<bool, Error> {
    let name = named("team", name, LONGEST_NAME)?;
    let is_taken = fetch!(&mut batch.transaction, any
        "select number from teams where app_id = $1 and name = $2 and number <> $3" => app_id, name, number)?;
    if is_taken {
        return Err(Error::invalid("name", "Another team has this name, or had it until it was removed."));
    }
    let renamed = execute!(&mut batch.transaction,
        "update teams set name = $3 where app_id = $1 and number = $2 and removed_at is null"
        => app_id, number, name)?;
    if renamed > 0 {
        let change = Change::new(LedgerKind::TeamRenamed, by.clone()).about(number);
        batch.record_change(app_id, change.in_fields(vec!["name".to_owned()]));
    }
    Ok(renamed > 0)
}

/// Removes a team from now on, unassigns its conversations and ends its memberships. Returns false where the app has no such team.
pub async fn remove_team(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    number: i64,
) -> Result<bool, Error> {
    let removed = execute!(&mut batch.transaction,
        "update teams set removed_at = $3 where app_id = $1 and number = $2 and removed_at is null"
        => app_id, number, batch.now)?;
    if removed > 0 {
        batch.record_change(app_id, Change::new(LedgerKind::TeamRemoved, by.clone()).about(number));
        let unassigned: Vec<(i64, String)> = fetch!(&mut batch.transaction, all
            "update conversations set team_assignee = null where app_id = $1 and team_assignee = $2
             returning number, person_id" => app_id, number)?;
        batch.record_unassigned(app_id, by, unassigned);
        execute!(&mut batch.transaction,
            "delete from team_members where app_id = $1 and team = $2" => app_id, number)?;
    }
    Ok(removed > 0)
}

/// Checks the name of a team or teammate, and returns it as it is stored.
pub fn named<'a>(whose: &str, name: &'a str, most: usize) -> Result<&'a str, Error> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > most || name.contains(char::is_control) {
        let message = format!("A {whose}'s name has 1 to {most} characters.");
        return Err(Error::invalid("name", message));
    }
    Ok(name)
}
