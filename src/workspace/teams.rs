//! Groups of an app's teammates, to whom conversations are assigned.

use super::feed::Events;
use crate::database::{Db, execute, fetch, read};
use crate::error::Error;

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

/// Makes a team. An existing name does no harm, and a removed team is there again.
pub async fn make_team(db: &Db, app_id: &str, name: &str) -> Result<(), Error> {
    let name = named("team", name, LONGEST_NAME)?;
    let mut transaction = db.begin().await?;
    // The counter first: nobody else numbers a team meanwhile.
    Events::begin(&mut transaction).await?;
    execute!(&mut transaction,
        "insert into teams (app_id, number, name)
         select $1, coalesce(max(number), 0) + 1, $2 from teams where app_id = $1
         on conflict (app_id, name) do update set removed_at = null" => app_id, name)?;
    Ok(transaction.commit().await?)
}

/// Renames a team. Returns false where the app has no such team.
pub async fn rename_team(db: &Db, app_id: &str, number: i64, name: &str) -> Result<bool, Error> {
    let name = named("team", name, LONGEST_NAME)?;
    let mut transaction = db.begin().await?;
    let is_taken = fetch!(&mut transaction, any
        "select number from teams where app_id = $1 and name = $2 and number <> $3" => app_id, name, number)?;
    if is_taken {
        return Err(Error::invalid("name", "Another team has this name, or had it until it was removed."));
    }
    let renamed = execute!(&mut transaction,
        "update teams set name = $3 where app_id = $1 and number = $2 and removed_at is null"
        => app_id, number, name)?;
    transaction.commit().await?;
    Ok(renamed > 0)
}

/// Removes a team from `now` on, in Unix seconds, and unassigns its conversations.
/// Returns false where the app has no such team.
pub async fn remove_team(db: &Db, app_id: &str, number: i64, now: i64) -> Result<bool, Error> {
    let mut transaction = db.begin().await?;
    // The counter first, as every writer of conversations does.
    Events::begin(&mut transaction).await?;
    let removed = execute!(&mut transaction,
        "update teams set removed_at = $3 where app_id = $1 and number = $2 and removed_at is null"
        => app_id, number, now)?;
    execute!(&mut transaction,
        "update conversations set team_assignee = null where app_id = $1 and team_assignee = $2"
        => app_id, number)?;
    transaction.commit().await?;
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
