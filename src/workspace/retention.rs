use std::time::Duration;

use crate::database::{Db, execute, read};
use crate::error::Error;

/// Rows that one step forgets: pings wait for it no longer than for each other.
const STEP: i64 = 500;
/// Between two steps, for those who wait.
const PAUSE: Duration = Duration::from_millis(20);
/// Events that are kept for readers who come back.
const EVENTS: i64 = 100_000;

/// Forgets impressions, data events and what the feed told older than so many seconds, names that no data event has
/// any more, and of the feed all but the newest hundred thousand entries, a few rows at a time: in every app of this
/// database, also where no page of this server uses it any more. How many impressions a person has made in all stays
/// known. Returns how many rows went.
pub async fn forget_old(db: &Db, now: i64, seconds: i64) -> Result<u64, Error> {
    let before = now.saturating_sub(seconds);
    let impressions = "delete from impressions where id in
                         (select id from impressions where created_at < $1 order by created_at limit $2)";
    let data_events = "delete from data_events where id in
                         (select id from data_events where created_at < $1 order by created_at limit $2)";
    let names = "delete from data_event_names where (app_id, name) in
                   (select n.app_id, n.name from data_event_names n where $1 = 0 and not exists
                      (select 1 from data_events d where d.app_id = n.app_id and d.name = n.name) limit $2)";
    let told = "delete from events where number in
                  (select number from events where at_ms < $1 order by number limit $2)";
    let events = "delete from events where number in
                    (select number from events where number <= $1 order by number limit $2)";
    let (last,): (i64,) =
        read!(db, |db| sqlx::query_as("select number from event_counter where id = 1").fetch_one(db))?;
    Ok(step_by_step(db, impressions, before).await?
        + step_by_step(db, data_events, before).await?
        + step_by_step(db, names, 0).await?
        + step_by_step(db, told, before.saturating_mul(1_000)).await?
        + step_by_step(db, events, last - EVENTS).await?)
}

async fn step_by_step(db: &Db, delete: &'static str, limit: i64) -> Result<u64, Error> {
    let mut gone = 0;
    loop {
        let mut transaction = db.begin().await?;
        let rows = execute!(&mut transaction, |db| sqlx::query(delete).bind(limit).bind(STEP).execute(db))?;
        transaction.commit().await?;
        gone += rows;
        if rows < STEP.cast_unsigned() {
            return Ok(gone);
        }
        tokio::time::sleep(PAUSE).await;
    }
}
