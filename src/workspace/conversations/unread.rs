//! Counts of a person's conversations, and the newest answer that they have not read.

use sqlx::types::Json;

use super::Body;
use crate::database::{Db, read};

/// The number of a person's conversations, and of what they have not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ConversationCounts {
    pub conversations: i64,
    /// Messages that stand in the person's list and that they have not answered.
    pub unanswered: i64,
    /// Conversations with an unread answer, and unread messages.
    pub unread: i64,
}

impl ConversationCounts {
    /// The number of rows in the person's list.
    pub fn listed(self) -> i64 {
        self.conversations + self.unanswered
    }
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

pub async fn counts(db: &Db, person_id: &str) -> Result<ConversationCounts, sqlx::Error> {
    read!(db, one
        "select c.conversations, r.unanswered, c.unread + r.unread as unread from
           (select count(*) as conversations, cast(coalesce(sum(case when exists
              (select 1 from parts p where p.conversation = c.number and p.number > c.person_read_to
                 and p.audience = 'person' and p.author <> 'person') then 1 else 0 end), 0) as bigint) as unread
            from conversations c where c.person_id = $1) c cross join
           (select count(*) as unanswered, count(*) - count(r.read_at_ms) as unread
            from outbound_receipts r join outbound_messages m on m.number = r.message
            where r.person_id = $1 and r.number is not null and r.conversation is null
              and m.style in ('chat', 'inbox')) r" => person_id)
}

/// The newest unread answer. An outbound message is one for the session that shows it alone.
pub async fn newest_answer(
    db: &Db,
    person_id: &str,
    session: &str,
) -> Result<Option<UnreadAnswer>, sqlx::Error> {
    read!(db, optional
        "select c.number as conversation, p.number as part, p.at_ms, p.body, t.name, cast(null as bigint) as message
         from conversations c
         join parts p on p.conversation = c.number and p.number > c.person_read_to
         left join teammates t on t.app_id = c.app_id and t.number = p.teammate
         where c.person_id = $1 and p.audience = 'person' and p.author <> 'person'
         union all
         select r.number, r.number, r.at_ms, r.body, t.name, r.message
         from outbound_receipts r join outbound_messages m on m.number = r.message and m.style = 'chat'
         left join teammates t on t.app_id = m.app_id and t.number = m.sender
         where r.person_id = $1 and r.session = $2 and r.number is not null and r.conversation is null
           and r.read_at_ms is null and r.dismissed_at_ms is null
         order by 2 desc limit 1" => person_id, session)
}
