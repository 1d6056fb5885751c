//! Counts of a person's conversations, and the newest answer that they have not read.

use sqlx::types::Json;

use super::Body;
use crate::database::{Db, Transaction, fetch, read};

/// The number of a person's conversations, and of those that have an unread answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ConversationCounts {
    pub conversations: i64,
    pub unread: i64,
}

/// The newest answer that a person has not read.
#[derive(Debug, sqlx::FromRow)]
pub struct UnreadAnswer {
    pub conversation: i64,
    pub part: i64,
    pub at_ms: i64,
    pub body: Option<Json<Body>>,
    /// The teammate's name.
    pub name: Option<String>,
    /// The number of the outbound message that the answer is.
    pub message: Option<i64>,
}

const COUNTS: &str = "select count(*) as conversations, cast(coalesce(sum(case when exists
       (select 1 from parts p where p.conversation = c.number and p.number > c.person_read_to
          and p.audience = 'person' and p.author <> 'person') then 1 else 0 end), 0) as bigint) as unread
     from conversations c where c.person_id = $1";

pub async fn counts(db: &Db, person_id: &str) -> Result<ConversationCounts, sqlx::Error> {
    read!(db, one COUNTS => person_id)
}

/// The counts as this transaction sees them.
pub async fn counts_now(db: &mut Transaction, person_id: &str) -> Result<ConversationCounts, sqlx::Error> {
    fetch!(db, one COUNTS => person_id)
}

/// The newest unread answer. An outbound message is one for the session that shows it alone.
pub async fn newest_answer(
    db: &Db,
    person_id: &str,
    session: &str,
) -> Result<Option<UnreadAnswer>, sqlx::Error> {
    read!(db, optional
        "select c.number as conversation, p.number as part, p.at_ms, p.body, t.name, r.message
         from conversations c
         join parts p on p.conversation = c.number and p.number > c.person_read_to
         left join teammates t on t.app_id = c.app_id and t.number = p.teammate
         left join outbound_receipts r on r.conversation = p.number
         where c.person_id = $1 and p.audience = 'person' and p.author <> 'person'
           and (r.message is null or r.session = $2 and r.dismissed_at_ms is null)
         order by p.number desc limit 1" => person_id, session)
}
