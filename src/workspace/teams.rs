//! Groups of an app's teammates, to whom conversations are assigned.

use super::Workspace;
use super::feed::Events;
use crate::database::{Db, execute, read};
use crate::error::Error;

/// Characters of a name.
const LONGEST_NAME: usize = 60;

#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Team {
    /// Counted from one in each app.
    pub number: i64,
    pub name: String,
}

impl Workspace {
    /// By name.
    pub async fn teams(&self) -> Result<Vec<Team>, Error> {
        Ok(read!(self.db(), |db| sqlx::query_as(
            "select number, name from teams where app_id = $1 order by name, number"
        )
        .bind(self.app_id())
        .fetch_all(db))?)
    }
}

/// Once more with the same name does no harm.
pub async fn make_team(db: &Db, app_id: &str, name: &str) -> Result<(), Error> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.contains(char::is_control) {
        let message = format!("A team's name has 1 to {LONGEST_NAME} characters.");
        return Err(Error::Invalid { field: "name".into(), message });
    }
    let mut transaction = db.begin().await?;
    // The counter first: nobody else numbers a team meanwhile.
    Events::begin(&mut transaction).await?;
    execute!(&mut transaction, |db| sqlx::query(
        "insert into teams (app_id, number, name)
         select $1, coalesce(max(number), 0) + 1, $2 from teams where app_id = $1
         on conflict (app_id, name) do nothing"
    )
    .bind(app_id)
    .bind(name)
    .execute(db))?;
    Ok(transaction.commit().await?)
}
