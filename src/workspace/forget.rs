//! A user who is to be known no more.

use crate::database::{Db, Transaction, execute};
use crate::error::Error;
use crate::workspace::attachments::{self, Files};
use crate::workspace::feed::Events;
use crate::workspace::identity::revoke_tokens;
use crate::workspace::teammates::forget_teammate;

/// Deletes the user in every app of this database, whichever pages these belong to by now, with their sessions,
/// impressions, data events, conversations, files and memberships, the companies that nobody else belongs to, and their
/// entries in the feed, also of the visitor or lead whom they were before. Of a teammate it deletes the name; what they wrote
/// to others stays. Tokens that were signed up to `now`, in Unix seconds,
/// bring nobody back, even where the deletion fails. Once more does no harm.
pub async fn forget_user(db: &Db, files: &Files, user_id: &str, now: i64) -> Result<(), Error> {
    revoke_tokens(db, user_id, now).await?;
    let mut transaction = db.begin().await?;
    // The counter first, as whoever else writes does: a ping that is being written is over by then.
    Events::begin(&mut transaction).await?;
    let attachments = attachments::of_user(&mut transaction, user_id).await?;
    delete_rows(&mut transaction, user_id).await?;
    forget_teammate(&mut transaction, user_id).await?;
    transaction.commit().await?;
    for id in attachments {
        files.remove(&id).await;
    }
    Ok(())
}

async fn delete_rows(db: &mut Transaction, user_id: &str) -> Result<(), Error> {
    // Sessions, impressions, data events, conversations, receipts and memberships go with the person.
    for change in [
        "delete from companies where
           id in (select m.company from company_members m join people p on p.id = m.person_id where p.user_id = $1)
           and not exists (select 1 from company_members m join people p on p.id = m.person_id
                           where m.company = companies.id and (p.user_id is null or p.user_id <> $1))",
        // A message without a recipient is for all who match. An empty one is nobody.
        "update outbound_messages set recipient = '' where recipient is not null and (exists
           (select 1 from people p where p.app_id = outbound_messages.app_id and p.user_id = $1 and
              (outbound_messages.recipient in (p.id, p.user_id) or lower(outbound_messages.recipient) = p.email_folded))
           or recipient in
           (select m.id from merged_people m join people p on p.id = m.person_id where p.user_id = $1))",
        "delete from events where person_id in (select id from people where user_id = $1)",
        "delete from people where user_id = $1",
        // An older server writes no person_id beside an entry of the feed. Whatever kind it is: it has one name, and what there
        // is of it may have a person. An event of a conversation has none. An older server writes a text as its kind, at
        // which json_each fails: `case` keeps the order.
        "delete from events where case when conversation is null then exists
           (select 1 from json_each(events.kind) entry where entry.value -> 'person' ->> 'user_id' = $1) else false end",
    ] {
        execute!(&mut *db, |db| sqlx::query(change).bind(user_id).execute(db))?;
    }
    Ok(())
}
