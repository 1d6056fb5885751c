//! A user who is to be known no more.

use crate::database::{Db, execute};
use crate::error::Error;
use crate::workspace::attachments::{self, Files};
use crate::workspace::feed::Events;
use crate::workspace::identity::revoke;

/// Deletes the user in every app of this database, whichever pages these belong to by now, with their sessions,
/// impressions, data events, conversations, files and memberships, the companies that nobody else belongs to, and their
/// entries in the feed.
/// What they did as a visitor whom nobody had named is nobody's. Tokens that were signed before `now`, in Unix seconds,
/// bring nobody back. Once more does no harm.
pub async fn forget_user(db: &Db, files: &Files, user_id: &str, now: i64) -> Result<(), Error> {
    let mut transaction = db.begin().await?;
    // The counter first, as whoever else writes does: a ping that is being written is over by then.
    Events::begin(&mut transaction).await?;
    revoke(&mut transaction, user_id, now).await?;
    let attachments = attachments::of_user(&mut transaction, user_id).await?;
    // Sessions, impressions, data events, conversations and memberships go with the person.
    for delete in [
        "delete from companies where
           id in (select m.company from company_members m join people p on p.id = m.person_id where p.user_id = $1)
           and not exists (select 1 from company_members m join people p on p.id = m.person_id
                           where m.company = companies.id and (p.user_id is null or p.user_id <> $1))",
        "delete from events where person_id in (select id from people where user_id = $1)",
        "delete from people where user_id = $1",
        // Whatever kind it is: it has one name, and what there is of it may have a person.
        "delete from events where exists
           (select 1 from json_each(events.kind) entry where entry.value -> 'person' ->> 'user_id' = $1)",
    ] {
        execute!(&mut transaction, |db| sqlx::query(delete).bind(user_id).execute(db))?;
    }
    transaction.commit().await?;
    for id in attachments {
        files.remove(&id).await;
    }
    Ok(())
}
