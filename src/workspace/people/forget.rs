//! A user who is to be known no more.

use crate::database::{Transaction, execute};
use crate::error::Error;

/// Deletes the user with their sessions, impressions, data events and memberships, the companies that nobody else
/// belongs to, and what the feed tells of them. What they did as a visitor whom nobody had named is nobody's.
pub async fn forget(db: &mut Transaction, app_id: &str, user_id: &str) -> Result<(), Error> {
    // Sessions, impressions, data events and memberships go with the person.
    for delete in [
        "delete from companies where app_id = $1
           and id in (select m.company from company_members m join people p on p.id = m.person_id
                      where p.app_id = $1 and p.user_id = $2)
           and not exists (select 1 from company_members m join people p on p.id = m.person_id
                           where m.company = companies.id and (p.user_id is null or p.user_id <> $2))",
        "delete from people where app_id = $1 and user_id = $2",
        // Whatever kind it is: it has one name, and what there is of it may have a person.
        "delete from events where app_id = $1 and exists
           (select 1 from json_each(events.kind) told where told.value -> 'person' ->> 'user_id' = $2)",
    ] {
        execute!(db, |db| sqlx::query(delete).bind(app_id).bind(user_id).execute(db))?;
    }
    Ok(())
}
