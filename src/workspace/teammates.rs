//! Who answers for an app. An account is a teammate of some apps of this database, and of the others nothing.

use super::Workspace;
use super::feed::Events;
use crate::database::{Db, Transaction, execute, read};
use crate::error::Error;

#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Teammate {
    /// Counted from one in each app.
    pub number: i64,
    /// The account's, when it became a teammate.
    pub name: String,
}

impl Workspace {
    /// All who answer for this app, by name.
    pub async fn teammates(&self) -> Result<Vec<Teammate>, Error> {
        Ok(read!(self.db(), |db| sqlx::query_as(
            "select number, name from teammates where app_id = $1 order by name, number"
        )
        .bind(self.app_id())
        .fetch_all(db))?)
    }

    /// None where the account does not answer for this app.
    pub async fn teammate(&self, account_id: &str) -> Result<Option<Teammate>, Error> {
        self.teammate_at(self.app_id(), account_id).await
    }

    /// None where the account does not answer for the app with this id, or there is no such app.
    pub async fn teammate_at(&self, app_id: &str, account_id: &str) -> Result<Option<Teammate>, Error> {
        Ok(read!(self.db(), |db| sqlx::query_as(
            "select number, name from teammates where app_id = $1 and account_id = $2"
        )
        .bind(app_id)
        .bind(account_id)
        .fetch_optional(db))?)
    }
}

/// Has the account answer for the app. Once more does no harm.
pub async fn add_teammate(db: &Db, app_id: &str, account_id: &str, name: &str) -> Result<(), Error> {
    let mut transaction = db.begin().await?;
    // The counter first: nobody else numbers a teammate meanwhile.
    Events::begin(&mut transaction).await?;
    add_teammate_in(&mut transaction, app_id, account_id, name).await?;
    Ok(transaction.commit().await?)
}

/// The same, in a transaction that holds the feed's counter.
pub async fn add_teammate_in(
    transaction: &mut Transaction,
    app_id: &str,
    account_id: &str,
    name: &str,
) -> Result<(), Error> {
    execute!(transaction, |db| sqlx::query(
        "insert into teammates (app_id, number, account_id, name)
         select $1, coalesce(max(number), 0) + 1, $2, $3 from teammates where app_id = $1
         on conflict (app_id, account_id) do nothing"
    )
    .bind(app_id)
    .bind(account_id)
    .bind(name)
    .execute(db))?;
    Ok(())
}
