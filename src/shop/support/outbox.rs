//! The rows of events that are still to be sent.

use serde_json::{Map, Value as Json, json};
use sqlx::types::Json as Column;

use super::{FactValue, ShopEvent};
use crate::database::{Db, Transaction, execute, fetch, read};
use crate::error::Error;
use crate::random;

/// An event that is still to be sent, or was given up. A sent one stays for a moment, so that its second stays taken.
#[derive(Clone, sqlx::FromRow)]
pub struct OutboxRow {
    pub id: String,
    pub account_id: String,
    pub name: Option<String>,
    pub metadata: Column<Map<String, Json>>,
    pub created_at: i64,
    pub due_at_ms: i64,
    pub attempts: i64,
}

/// Adds a row, with an event, or with none to have the contact deleted.
pub async fn add(
    db: &mut Transaction,
    app_id: &str,
    account_id: &str,
    event: Option<&ShopEvent>,
    (now_ms, due_at_ms): (i64, i64),
) -> Result<(), Error> {
    let name = event.map(ShopEvent::name);
    // Of two with the same name, person and second Intercom keeps one: the later comes a second later.
    let (last,): (Option<i64>,) = fetch!(&mut *db, one
        "select max(created_at) from support_outbox where app_id = $1 and account_id = $2 and name = $3"
        => app_id, account_id, name)?;
    let now = now_ms.div_euclid(1_000);
    let metadata = event.map(wire).unwrap_or_default();
    execute!(db,
        "insert into support_outbox (id, app_id, account_id, name, metadata, created_at, due_at_ms, attempts)
         values ($1, $2, $3, $4, $5, $6, $7, 0)"
        => random::id()?, app_id, account_id, name, Column(metadata),
           last.map_or(now, |last| now.max(last + 1)), due_at_ms)?;
    Ok(())
}

pub async fn drop_all_of(db: &mut Transaction, account_id: &str) -> Result<(), Error> {
    execute!(db, "delete from support_outbox where account_id = $1 and name is not null" => account_id)?;
    Ok(())
}

pub async fn is_to_be_deleted(db: &mut Transaction, app_id: &str, account_id: &str) -> Result<bool, Error> {
    let (waiting,): (i64,) = fetch!(db, one
        "select count(*) from support_outbox
         where app_id = $1 and account_id = $2 and name is null and failed_at is null and told_at is null"
        => app_id, account_id)?;
    Ok(waiting > 0)
}

/// The first `most` rows that are due.
pub async fn due(db: &Db, app_id: &str, now_ms: i64, most: i64) -> Result<Vec<OutboxRow>, Error> {
    Ok(read!(db, all
        "select id, account_id, name, metadata, created_at, due_at_ms, attempts from support_outbox
         where app_id = $1 and failed_at is null and told_at is null and due_at_ms <= $2
         order by due_at_ms, id limit $3" => app_id, now_ms, most)?)
}

/// Takes a row in hand until `until_ms`. False if another server did, or it is gone.
pub async fn claim(db: &Db, row: &mut OutboxRow, until_ms: i64) -> Result<bool, Error> {
    let claimed = change(db, row, (until_ms, 1), None).await?;
    (row.due_at_ms, row.attempts) = (until_ms, row.attempts + 1);
    Ok(claimed)
}

/// Puts a row off until `due_at_ms`. Does nothing if another server has it in hand meanwhile.
pub async fn retry(db: &Db, row: &OutboxRow, due_at_ms: i64) -> Result<(), Error> {
    change(db, row, (due_at_ms, 0), None).await?;
    Ok(())
}

/// Marks a row as given up, and keeps it. False if it was given up already, or is another server's.
pub async fn give_up(db: &Db, row: &OutboxRow, failure: &str, now: i64) -> Result<bool, Error> {
    change(db, row, (row.due_at_ms, 0), Some((now, failure))).await
}

/// Changes when the row is due, how often it was tried, and whether it failed.
/// Of several servers that try at once, one succeeds: the first that saw the row as it is.
async fn change(
    db: &Db,
    row: &OutboxRow,
    (due_at_ms, tries): (i64, i64),
    failed: Option<(i64, &str)>,
) -> Result<bool, Error> {
    let mut transaction = db.begin().await?;
    let (failed_at, failure) = failed.unzip();
    let rows = execute!(&mut transaction,
        "update support_outbox set due_at_ms = $3, attempts = attempts + $4, failed_at = $5, failure = $6
         where id = $1 and due_at_ms = $2 and failed_at is null and told_at is null"
        => &row.id, row.due_at_ms, due_at_ms, tries, failed_at, failure)?;
    transaction.commit().await?;
    Ok(rows == 1)
}

pub async fn delivered(db: &Db, row: &OutboxRow, now: i64) -> Result<(), Error> {
    let mut transaction = db.begin().await?;
    execute!(&mut transaction, "update support_outbox set told_at = $2 where id = $1" => &row.id, now)?;
    transaction.commit().await?;
    Ok(())
}

/// Forgets what was sent before the time `sent_before`.
/// Forgets what was given up, or is nobody's to send any more, from before the time `before`. That a contact is still
/// to be deleted is never forgotten.
pub async fn sweep(db: &Db, sent_before: i64, before: i64) -> Result<(), Error> {
    let (old,): (i64,) = read!(db, one
        "select count(*) from support_outbox where told_at < $1
         or created_at < $2 and (name is not null or failed_at is not null)" => sent_before, before)?;
    if old == 0 {
        return Ok(());
    }
    let mut transaction = db.begin().await?;
    execute!(&mut transaction,
        "delete from support_outbox where told_at < $1
         or created_at < $2 and (name is not null or failed_at is not null)" => sent_before, before)?;
    transaction.commit().await?;
    Ok(())
}

/// The number of rows that wait, and of those that were given up.
pub async fn size(db: &Db) -> Result<(i64, i64), Error> {
    Ok(read!(db, one
        "select count(*) - count(failed_at), count(failed_at) from support_outbox where told_at is null")?)
}

/// The event's metadata as Intercom has it.
fn wire(event: &ShopEvent) -> Map<String, Json> {
    let value = |value| match value {
        FactValue::Word(word) => json!(word.as_str()),
        FactValue::Number(number) => json!(number),
        FactValue::Money(money) => {
            json!({ "amount": money.minor, "currency": money.currency.code().to_lowercase() })
        }
        FactValue::Date(seconds) => json!(seconds),
    };
    event.metadata().into_iter().map(|(name, said)| (name.to_owned(), value(said))).collect()
}
