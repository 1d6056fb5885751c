use std::time::Duration;

use crate::database::{Db, execute, read};
use crate::error::Error;
use crate::workspace::identity::LEEWAY_SECONDS;

/// Rows that one step forgets: pings wait for it no longer than for each other.
const STEP: i64 = 500;
/// Between two steps, for those who wait.
const PAUSE: Duration = Duration::from_millis(20);
/// Events that are kept for readers who come back, and their bytes.
const EVENTS: i64 = 100_000;
const EVENT_BYTES: i64 = 64 * 1_024 * 1_024;

/// Forgets, a few rows at a time and older than so many seconds: impressions, data events, entries of the feed,
/// visitors who were not heard of since, and the addresses that sessions saw last. Forgets expired sessions, names
/// that no data event has, companies that nobody belongs to, and of the feed all but the newest hundred thousand
/// entries or 64 MiB: in every app of this database. The count of all impressions of a person stays known. Returns how
/// many rows went.
pub async fn forget_old(db: &Db, now: i64, seconds: i64) -> Result<u64, Error> {
    let before = now.saturating_sub(seconds);
    let impressions = "delete from impressions where id in
                         (select id from impressions where created_at < $1 order by created_at limit $2)";
    let data_events = "delete from data_events where id in
                         (select id from data_events where created_at < $1 order by created_at limit $2)";
    let names = "delete from data_event_names where (app_id, name) in
                   (select n.app_id, n.name from data_event_names n where $1 = 0 and n.archived_at is null and not exists
                      (select 1 from data_events d where d.app_id = n.app_id and d.name = n.name) limit $2)";
    let visitors = "delete from people where id in
                      (select id from people where kind = 'visitor' and lead_since is null and last_seen_at < $1 limit $2)";
    let sessions = "delete from messenger_sessions where id_hash in
                      (select id_hash from messenger_sessions where expires_at < $1 limit $2)";
    let addresses = "update messenger_sessions set last_url = '', last_ping_hash = '' where id_hash in
                       (select id_hash from messenger_sessions where last_seen_at < $1 and last_url <> '' limit $2)";
    let companies = "delete from companies where id in
                       (select c.id from companies c where c.updated_at < $1 and not exists
                          (select 1 from company_members m where m.company = c.id) limit $2)";
    let revoked = "delete from identity_not_before where (app_id, user_id_hash) in
                     (select app_id, user_id_hash from identity_not_before where not_before < $1 limit $2)";
    let old_events = "delete from events where number in
                        (select number from events where at_ms < $1 order by number limit $2)";
    let events = "delete from events where number in
                    (select number from events where number <= $1 and conversation is null order by number limit $2)";
    let (last,): (i64,) =
        read!(db, |db| sqlx::query_as("select number from event_counter where id = 1").fetch_one(db))?;
    let too_far = beyond(db, EVENT_BYTES).await?.max(last - EVENTS);
    let ended = now - LEEWAY_SECONDS;
    Ok(step_by_step(db, impressions, before).await?
        + step_by_step(db, data_events, before).await?
        + step_by_step(db, names, 0).await?
        + step_by_step(db, old_events, before.saturating_mul(1_000)).await?
        + step_by_step(db, events, too_far).await?
        + step_by_step(db, sessions, ended).await?
        + step_by_step(db, addresses, before).await?
        + step_by_step(db, revoked, before).await?
        + step_by_step(db, visitors, before).await?
        + step_by_step(db, companies, before).await?)
}

/// The newest event that has so many bytes of newer ones before it, or 0.
async fn beyond(db: &Db, bytes: i64) -> Result<i64, Error> {
    let found: Option<(i64,)> = read!(db, |db| {
        sqlx::query_as(
        "select number from (select number, sum(octet_length(cast(kind as text))) over (order by number desc) as bytes
                             from events where conversation is null) sized
         where bytes > $1 order by number desc limit 1"
    )
    .bind(bytes)
    .fetch_optional(db)
    })?;
    Ok(found.map_or(0, |(number,)| number))
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
