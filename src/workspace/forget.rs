//! People who are to be known no more.

use crate::attachments::{self, Files};
use crate::clock::DAY;
use crate::database::{Db, Transaction, execute, fetch, read};
use crate::error::Error;
use crate::feed::Events;
use crate::identity::revoke_tokens;
use crate::retention::{PAUSE, warn_of_clock};
use crate::teammates::forget_teammate;

/// Deletes the user in every app of this database, whichever pages these belong to by now.
/// Their sessions, impressions, data events, conversations, files and memberships go with them.
/// The companies that nobody else belongs to go, too.
/// The user's entries in the feed go, also those of the visitor or lead whom they were before.
/// It deletes the name of a teammate; what they wrote to others stays.
/// Tokens that were signed up to `now`, in Unix seconds, bring nobody back, even where the deletion fails.
/// A second deletion does no harm.
pub async fn forget_user(db: &Db, files: &Files, user_id: &str, now: i64) -> Result<(), Error> {
    revoke_tokens(db, user_id, now).await?;
    let mut transaction = begin(db).await?;
    let people: Vec<String> =
        fetch!(&mut transaction, all values "select id from people where user_id = $1" => user_id)?;
    let mut attachments = Vec::new();
    for id in people {
        attachments.extend(delete_person(&mut transaction, &id).await?);
    }
    // An older server writes no person_id beside an entry of the feed. Whatever kind it is: it has one name, and what there
    // is of it may have a person. An event of a conversation has none. An older server writes a text as its kind, at
    // which json_each fails: `case` keeps the order.
    execute!(&mut transaction,
        "delete from events where case when conversation is null then exists
         (select 1 from json_each(events.kind) entry where entry.value -> 'person' ->> 'user_id' = $1) else false end"
        => user_id)?;
    forget_teammate(&mut transaction, user_id).await?;
    transaction.commit().await?;
    remove(files, &attachments).await;
    Ok(())
}

/// Deletes leads of whom nothing was heard since `before`, in Unix seconds, as [`forget_user`] deletes a user.
/// A lead whose conversation has changed since stays.
/// A run goes on by [`DAY`] at most, as [`forget_old`](super::forget_old) does. Returns how many went.
pub async fn forget_leads(db: &Db, files: &Files, before: i64) -> Result<u64, Error> {
    let due: Vec<(String, i64)> = read!(db, all DUE_LEADS => before, LEADS)?;
    let Some((_, oldest)) = due.first() else { return Ok(0) };
    let limit = before.min(oldest + DAY);
    let mut gone = 0;
    for (id, _) in due.iter().take_while(|(_, heard_at)| *heard_at < limit) {
        let mut transaction = begin(db).await?;
        // A lead who came back meanwhile stays.
        if fetch!(&mut transaction, any STILL_DUE => id, limit)? {
            let attachments = delete_person(&mut transaction, id).await?;
            transaction.commit().await?;
            remove(files, &attachments).await;
            gone += 1;
        }
        tokio::time::sleep(PAUSE).await;
    }
    if due.iter().any(|(_, heard_at)| *heard_at >= limit) {
        warn_of_clock("leads");
    }
    Ok(gone)
}

/// Leads that one run looks at.
const LEADS: i64 = 500;
/// Selects the leads of whom nothing was heard since a time, each with when something was heard last.
const DUE_LEADS: &str = "
    select id, heard_at from
      (select p.id, case when max(c.updated_at) > p.last_seen_at then max(c.updated_at) else p.last_seen_at end as heard_at
       from people p left join conversations c on c.person_id = p.id
       where p.kind = 'visitor' and p.lead_since is not null group by p.id, p.last_seen_at) leads
    where heard_at < $1 order by heard_at, id limit $2";
/// Selects one lead if nothing was heard of them since a time.
/// Pings wait for this query, so it reads nothing of other leads.
const STILL_DUE: &str = "
    select p.id from people p where p.id = $1 and p.last_seen_at < $2
      and not exists (select 1 from conversations c where c.person_id = p.id and c.updated_at >= $2)";

/// Begins a change with the events' counter, as every writer does: a ping that is being written ends first.
async fn begin(db: &Db) -> Result<Transaction, Error> {
    let mut transaction = db.begin().await?;
    Events::begin(&mut transaction).await?;
    Ok(transaction)
}

/// Deletes a person. Returns the ids of the files, which go after the commit.
/// Sessions, impressions, data events, conversations, receipts and memberships go with the person.
async fn delete_person(db: &mut Transaction, id: &str) -> Result<Vec<String>, Error> {
    let attachments = attachments::of_person(&mut *db, id).await?;
    for change in [
        "delete from companies where id in (select company from company_members where person_id = $1)
           and not exists (select 1 from company_members m where m.company = companies.id and m.person_id <> $1)",
        // A message without a recipient is for all who match. An empty one is nobody. A draft of an older server may name a
        // user_id or an e-mail.
        "update outbound_messages set recipient = '' where recipient is not null and (exists
           (select 1 from people p where p.id = $1 and p.app_id = outbound_messages.app_id and
              (outbound_messages.recipient in (p.id, p.user_id) or lower(outbound_messages.recipient) = p.email_folded))
           or recipient in (select m.id from merged_people m where m.person_id = $1))",
        "delete from events where person_id = $1",
        "delete from people where id = $1",
    ] {
        execute!(&mut *db, change => id)?;
    }
    Ok(attachments)
}

async fn remove(files: &Files, attachments: &[String]) {
    for id in attachments {
        files.remove(id).await;
    }
}
