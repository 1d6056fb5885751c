//! People who are to be known no more.

use crate::attachments::Files;
use crate::batch::Batch;
use crate::clock::DAY;
use crate::contacts;
use crate::database::{Db, execute, fetch, read};
use crate::error::Error;
use crate::identity::revoke_tokens;
use crate::ledger::ChangedBy;
use crate::retention::{PAUSE, warn_of_clock};
use crate::teammates::forget_teammate;

/// Deletes the user in every app of this database, whichever pages these belong to by now.
/// Their sessions, impressions, data events, conversations, files and memberships go with them.
/// The companies that pages made go, too, where nobody else belongs to them.
/// The user's entries in the feed go, also those of the visitor or lead whom they were before.
/// It deletes the name of a teammate; what they wrote to others stays.
/// Tokens that were signed up to `now`, in Unix seconds, bring nobody back, even where the deletion fails.
/// A second deletion does no harm.
pub async fn forget_user(db: &Db, files: &Files, user_id: &str, now: i64) -> Result<(), Error> {
    revoke_tokens(db, user_id, now).await?;
    let mut batch = Batch::begin_job(db, now).await?;
    let people: Vec<(String, String)> =
        fetch!(&mut batch.transaction, all "select app_id, id from people where user_id = $1" => user_id)?;
    let mut attachments = Vec::new();
    for (app_id, id) in people {
        attachments.extend(delete(&mut batch, &app_id, &id).await?);
    }
    // An older server writes no person_id beside an entry of the feed. Whatever kind it is: it has one name, and what there
    // is of it may have a person.
    execute!(&mut batch.transaction,
        "delete from events where exists
         (select 1 from json_each(events.kind) entry where entry.value -> 'person' ->> 'user_id' = $1)"
        => user_id)?;
    forget_teammate(&mut batch, user_id).await?;
    batch.commit().await?;
    remove(files, &attachments).await;
    Ok(())
}

/// Deletes leads of whom nothing was heard since `before`, in Unix seconds, as [`forget_user`] deletes a user.
/// A lead whose conversation has changed since stays.
/// `now` is the time of the deletion, in Unix seconds.
/// A run goes on by [`DAY`] at most, as [`forget_old`](super::forget_old) does. Returns how many went.
pub async fn forget_leads(db: &Db, files: &Files, before: i64, now: i64) -> Result<u64, Error> {
    let due: Vec<DueLead> = read!(db, all DUE_LEADS => before, LEADS)?;
    let Some(DueLead { heard_at: oldest, .. }) = due.first() else { return Ok(0) };
    let limit = before.min(oldest + DAY);
    let mut gone = 0;
    for DueLead { app_id, id, .. } in due.iter().take_while(|lead| lead.heard_at < limit) {
        let mut batch = Batch::begin_job(db, now).await?;
        // A lead who came back meanwhile stays.
        if fetch!(&mut batch.transaction, any STILL_DUE => id, limit)? {
            let attachments = delete(&mut batch, app_id, id).await?;
            batch.commit().await?;
            remove(files, &attachments).await;
            gone += 1;
        }
        tokio::time::sleep(PAUSE).await;
    }
    if due.iter().any(|lead| lead.heard_at >= limit) {
        warn_of_clock("leads");
    }
    Ok(gone)
}

/// A lead of whom nothing was heard since `heard_at`, in Unix seconds.
#[derive(sqlx::FromRow)]
struct DueLead {
    app_id: String,
    id: String,
    heard_at: i64,
}

/// Leads that one run looks at.
const LEADS: i64 = 500;
/// Selects the leads of whom nothing was heard since a time, each with when something was heard last.
const DUE_LEADS: &str = "
    select app_id, id, heard_at from
      (select p.app_id, p.id, case when max(c.updated_at) > p.last_seen_at then max(c.updated_at) else p.last_seen_at end as heard_at
       from people p left join conversations c on c.person_id = p.id
       where p.role = 'lead' group by p.app_id, p.id, p.last_seen_at) leads
    where heard_at < $1 order by heard_at, id limit $2";
/// Selects one lead if nothing was heard of them since a time.
/// Pings wait for this query, so it reads nothing of other leads.
const STILL_DUE: &str = "
    select p.id from people p where p.id = $1 and p.last_seen_at < $2
      and not exists (select 1 from conversations c where c.person_id = p.id and c.updated_at >= $2)";

/// Deletes a person whom the transaction has found. Returns the ids of their files.
async fn delete(batch: &mut Batch, app_id: &str, id: &str) -> Result<Vec<String>, Error> {
    let deleted = contacts::delete(batch, &ChangedBy::Workspace, app_id, id).await;
    deleted.map_err(|refusal| Error::internal(refusal.to_string()))
}

async fn remove(files: &Files, attachments: &[String]) {
    for id in attachments {
        files.remove(id).await;
    }
}
