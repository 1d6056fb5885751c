//! Forgets old rows, a day of history at most in one run.

use sqlx::AssertSqlSafe;
use std::time::Duration;

use crate::batch::Batch;
use crate::clock::DAY;
use crate::database::{Db, commit, fetch, read};
use crate::error::Error;
use crate::identity::LEEWAY_SECONDS;
use crate::ledger::{self, Change, ChangedBy, LedgerKind};

/// Rows that one step forgets. Pings wait for a step no longer than for each other.
const STEP: i64 = 500;
/// Time between two steps, in which others write.
pub const PAUSE: Duration = Duration::from_millis(20);
/// Events that are kept for readers who come back, and their bytes.
const EVENTS: i64 = 100_000;
const EVENT_BYTES: i64 = 64 * 1_024 * 1_024;

/// Seconds beyond its age that a change waits for a reader of the ledger, such as webhooks.
const LONGEST_WAIT: i64 = 30 * DAY;

/// Seconds of history that one run forgets at most.
/// An hour costs a day of history, and not all, if the clock jumps ahead.
/// A shorter retention takes effect in as many steps.
const MOST_AT_ONCE: i64 = DAY;

/// Rows of one kind that are forgotten by their age.
struct AgedRows {
    name: &'static str,
    /// Selects the time of the oldest row.
    oldest: &'static str,
    /// Deletes some of the rows that are older than a time.
    forget: &'static str,
    /// Units of the rows' time in a second.
    per_second: i64,
}

const SESSIONS: AgedRows = AgedRows {
    name: "expired sessions",
    oldest: "select min(expires_at) from messenger_sessions",
    forget: "delete from messenger_sessions where id_hash in
               (select id_hash from messenger_sessions where expires_at < $1 limit $2)",
    per_second: 1,
};
const KINDS: [AgedRows; 4] = [
    AgedRows {
        name: "impressions",
        oldest: "select min(created_at) from impressions",
        forget: "delete from impressions where id in
                   (select id from impressions where created_at < $1 order by created_at limit $2)",
        per_second: 1,
    },
    AgedRows {
        name: "data events",
        oldest: "select min(created_at) from data_events",
        forget: "delete from data_events where id in
                   (select id from data_events where created_at < $1 order by created_at limit $2)",
        per_second: 1,
    },
    AgedRows {
        name: "events of the feed",
        oldest: "select min(at_ms) from events",
        forget: "delete from events where number in
                   (select number from events where at_ms < $1 order by number limit $2)",
        per_second: 1_000,
    },
    AgedRows {
        name: "addresses of sessions",
        oldest: "select min(last_seen_at) from messenger_sessions where last_url <> ''",
        forget: "update messenger_sessions set last_url = '', last_ping_hash = '' where id_hash in
                   (select id_hash from messenger_sessions where last_seen_at < $1 and last_url <> '' limit $2)",
        per_second: 1,
    },
];

impl AgedRows {
    /// Forgets what is older than `before`, in Unix seconds, and a day of it at most. Says whether more is due.
    async fn forget(&self, db: &Db, before: i64) -> Result<(u64, bool), Error> {
        let before = before.saturating_mul(self.per_second);
        let Some(oldest) = self.oldest(db).await?.filter(|oldest| *oldest < before) else {
            return Ok((0, false));
        };
        let limit = before.min(oldest.saturating_add(MOST_AT_ONCE * self.per_second));
        let rows = step_by_step(db, self.forget, limit).await?;
        Ok((rows, self.oldest(db).await?.is_some_and(|oldest| oldest < before)))
    }

    async fn oldest(&self, db: &Db) -> Result<Option<i64>, Error> {
        Ok(read!(db, one value self.oldest)?)
    }
}

/// Forgets old rows in every app of this database, a few at a time. Returns how many rows went.
/// It forgets impressions, data events, entries of the feed and changes in the ledger that are older than so many seconds.
/// It forgets visitors who were not heard of since, and the addresses that such old sessions saw last.
/// It forgets expired sessions, names that no data event has, and companies of pages that nobody belongs to.
/// It forgets all of the feed but the newest hundred thousand entries or 64 MiB.
/// A run forgets a day's at most of what has an age. The count of all impressions of a person stays known.
pub async fn forget_old(db: &Db, now: i64, seconds: i64) -> Result<u64, Error> {
    let names = "delete from data_event_names where (app_id, name) in
                   (select n.app_id, n.name from data_event_names n where $1 = 0 and n.archived_at is null and not exists
                      (select 1 from data_events d where d.app_id = n.app_id and d.name = n.name) limit $2)";
    let events = "delete from events where number in
                    (select number from events where number <= $1 order by number limit $2)";
    let last: i64 = read!(db, one value "select number from event_counter where id = 1")?;
    let too_far = beyond(db, EVENT_BYTES).await?.max(last - EVENTS);
    let before = now.saturating_sub(seconds);
    let (mut gone, mut held_back) = (0, Vec::new());
    let mut note = |name, (rows, is_more_due)| {
        gone += rows;
        if is_more_due {
            held_back.push(name);
        }
    };
    for kind in &KINDS {
        note(kind.name, kind.forget(db, before).await?);
    }
    // A visitor's sessions go with the visitor.
    note("visitors", forget_visitors(db, before, now).await?);
    note(SESSIONS.name, SESSIONS.forget(db, now - LEEWAY_SECONDS).await?);
    note("changes in the ledger", forget_changes(db, before).await?);
    if !held_back.is_empty() {
        warn_of_clock(&held_back.join(", "));
    }
    Ok(gone
        + step_by_step(db, names, 0).await?
        + step_by_step(db, events, too_far).await?
        + forget_companies(db, before, now).await?)
}

/// Selects, of the ledger, what is older than $1 and what every reader has read; and all that is older than $2.
/// A reader of an app holds back the changes of that app.
const READ_CHANGES: &str = "at_ms < $1 and (at_ms < $2 or not exists
    (select 1 from ledger_readers r where r.app_id = ledger.app_id and r.position < ledger.number))";

/// Forgets changes in the ledger that are older than `before`, in Unix seconds, and a day of them at most.
/// It waits for the slowest reader, for [`LONGEST_WAIT`] beyond that. Says whether more is due.
async fn forget_changes(db: &Db, before: i64) -> Result<(u64, bool), Error> {
    let (before, hard) =
        (before.saturating_mul(1_000), before.saturating_sub(LONGEST_WAIT).saturating_mul(1_000));
    let oldest = async || -> Result<Option<i64>, sqlx::Error> {
        let select = AssertSqlSafe(format!("select min(at_ms) from ledger where {READ_CHANGES}"));
        read!(db, one value select => before, hard)
    };
    let Some(first) = oldest().await? else { return Ok((0, false)) };
    let limit = before.min(first.saturating_add(MOST_AT_ONCE * 1_000));
    let delete = format!(
        "delete from ledger where number in (select number from ledger where {READ_CHANGES} order by number limit $3)"
    );
    let mut gone = 0;
    loop {
        let rows = commit!(db, AssertSqlSafe(delete.clone()) => limit, hard, STEP)?;
        gone += rows;
        if rows < STEP.cast_unsigned() {
            return Ok((gone, oldest().await?.is_some()));
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Forgets visitors who were not here since `before`, and a day of them at most. Says whether more is due.
/// Each leaves an entry in the ledger, at `now`. Both are Unix seconds.
async fn forget_visitors(db: &Db, before: i64, now: i64) -> Result<(u64, bool), Error> {
    let oldest = async || -> Result<Option<i64>, sqlx::Error> {
        read!(db, one value "select min(last_seen_at) from people where role = 'visitor'")
    };
    let Some(first) = oldest().await?.filter(|oldest| *oldest < before) else { return Ok((0, false)) };
    let limit = before.min(first.saturating_add(MOST_AT_ONCE));
    let mut gone = 0;
    loop {
        let mut batch = Batch::begin_job(db, now).await?;
        let some: Vec<(String, String)> = fetch!(&mut batch.transaction, all
            "delete from people where id in
               (select id from people where role = 'visitor' and last_seen_at < $1 limit $2)
             returning app_id, id" => limit, STEP)?;
        // Visitors act for no company: all of it goes at once.
        ledger::forget_visitors(&mut batch.transaction, some.iter().map(|(_, id)| id)).await?;
        for (app_id, id) in &some {
            let change = Change::new(LedgerKind::PersonDeleted, ChangedBy::Workspace).of_person(id);
            batch.record_change(app_id, change);
        }
        batch.commit().await?;
        gone += some.len() as u64;
        if some.len() < STEP.unsigned_abs() as usize {
            return Ok((gone, oldest().await?.is_some_and(|oldest| oldest < before)));
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Forgets companies that pages made, to which nobody belongs and of which nothing changed since `before`.
/// Each leaves an entry in the ledger, at `now`. Both are Unix seconds.
/// Not by the day: a company without people is as old as its last change, and no history.
async fn forget_companies(db: &Db, before: i64, now: i64) -> Result<u64, Error> {
    let mut gone = 0;
    loop {
        let mut batch = Batch::begin_job(db, now).await?;
        let some: Vec<(String, String)> = fetch!(&mut batch.transaction, all
            "delete from companies where id in
               (select c.id from companies c where c.updated_at < $1 and c.made_by = 'person' and not exists
                  (select 1 from company_members m where m.company = c.id) limit $2)
             returning app_id, id" => before, STEP)?;
        for (app_id, id) in &some {
            ledger::forget_company(&mut batch.transaction, id).await?;
            let change = Change::new(LedgerKind::CompanyDeleted, ChangedBy::Workspace).of_company(id);
            batch.record_change(app_id, change);
        }
        batch.commit().await?;
        gone += some.len() as u64;
        if some.len() < STEP.unsigned_abs() as usize {
            return Ok(gone);
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Warns that a run has left old rows for the next one.
pub fn warn_of_clock(kinds: &str) {
    tracing::warn!(
        kinds,
        "more than a day of history is due at once, and a day of it was forgotten: did the clock jump ahead, or is the retention shorter than it was?"
    );
}

/// The newest event that has so many bytes of newer ones before it, or 0.
async fn beyond(db: &Db, bytes: i64) -> Result<i64, Error> {
    let found = read!(db, optional value
        "select number from (select number, sum(octet_length(cast(kind as text))) over (order by number desc) as bytes
                             from events) sized
         where bytes > $1 order by number desc limit 1" => bytes)?;
    Ok(found.unwrap_or(0))
}

async fn step_by_step(db: &Db, delete: &'static str, limit: i64) -> Result<u64, Error> {
    let mut gone = 0;
    loop {
        let rows = commit!(db, delete => limit, STEP)?;
        gone += rows;
        if rows < STEP.cast_unsigned() {
            return Ok(gone);
        }
        tokio::time::sleep(PAUSE).await;
    }
}
