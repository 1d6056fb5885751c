//! The rows of conversations and their parts.

use sqlx::types::Json;

use super::{Author, Body, Conversation, PartKind};
use crate::attachments;
use crate::database::{Db, Transaction, execute, fetch, read};
use crate::error::Error;
use crate::markup::escaped;
use crate::refusal::Refusal;

#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Part {
    pub number: i64,
    pub kind: PartKind,
    pub author: Author,
    /// The number of the teammate who made the part.
    pub teammate: Option<i64>,
    /// The number of the teammate to whom an assignment gave the conversation. An assignment names one of both, or nobody.
    pub assigned_to: Option<i64>,
    pub assigned_team: Option<i64>,
    /// The text. A part that only changes the state has none.
    pub body: Option<Json<Body>>,
    /// The time in Unix milliseconds.
    pub at_ms: i64,
}

/// A part, and the names that are shown with it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SignedPart {
    #[sqlx(flatten)]
    pub part: Part,
    pub name: Option<String>,
    /// The name of the teammate or team to whom it is assigned.
    pub assignee: Option<String>,
}

/// Bytes at most that surround a part's text: names, time and face.
const AROUND: usize = 1_000;

impl SignedPart {
    /// Bytes of HTML or JSON at most that show the part.
    pub fn shown_bytes(&self) -> usize {
        let body = self.part.body.as_ref().map_or(0, |body| body.shown_bytes());
        AROUND + body + self.assignee.as_deref().map_or(0, escaped)
    }
}

/// A conversation of this app. Refuses the request where there is none.
pub async fn find(db: &mut Transaction, app_id: &str, number: i64) -> Result<Conversation, Refusal> {
    let found: Option<Conversation> = fetch!(db, optional
        "select * from conversations where app_id = $1 and number = $2" => app_id, number)?;
    found.ok_or(Refusal::NoConversation)
}

/// The id of the person of a conversation of this app. Refuses the request where there is none.
pub async fn person_in(db: &mut Transaction, app_id: &str, number: i64) -> Result<String, Refusal> {
    Ok(find(db, app_id, number).await?.person_id)
}

/// A conversation of this person. Refuses the request where there is none, or where it is another person's.
pub async fn find_own(
    db: &mut Transaction,
    app_id: &str,
    person_id: &str,
    number: i64,
) -> Result<Conversation, Refusal> {
    let found = find(db, app_id, number).await?;
    if found.person_id == person_id { Ok(found) } else { Err(Refusal::NoConversation) }
}

/// Writes the conversation, new or changed.
pub async fn save(db: &mut Transaction, to: &Conversation) -> Result<(), sqlx::Error> {
    execute!(db,
        "insert into conversations (number, app_id, person_id, state, waiting_since, snoozed_until, source,
                                    created_at, updated_at, person_first_at, person_last_at, teammate_first_at,
                                    teammate_last_at, last_part, parts, person_read_to, teammates_read_to,
                                    teammate_assignee, team_assignee, title, priority, attributes, rating_requested_at, rated_at,
                                    rating_score, rating_remark, rated_teammate)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
                 $20, $21, $22, $23, $24, $25, $26, $27)
         on conflict (number) do update set
           state = excluded.state, waiting_since = excluded.waiting_since,
           snoozed_until = excluded.snoozed_until, updated_at = excluded.updated_at,
           person_first_at = excluded.person_first_at, person_last_at = excluded.person_last_at,
           teammate_first_at = excluded.teammate_first_at, teammate_last_at = excluded.teammate_last_at,
           last_part = excluded.last_part, parts = excluded.parts,
           person_read_to = excluded.person_read_to, teammates_read_to = excluded.teammates_read_to,
           teammate_assignee = excluded.teammate_assignee, team_assignee = excluded.team_assignee,
           title = excluded.title, priority = excluded.priority, attributes = excluded.attributes,
           rating_requested_at = excluded.rating_requested_at, rated_at = excluded.rated_at,
           rating_score = excluded.rating_score, rating_remark = excluded.rating_remark,
           rated_teammate = excluded.rated_teammate"
        => to.number, &to.app_id, &to.person_id, to.state, to.waiting_since, to.snoozed_until, &to.source,
           to.created_at, to.updated_at, to.person_first_at, to.person_last_at, to.teammate_first_at,
           to.teammate_last_at, to.last_part, to.parts, to.person_read_to, to.teammates_read_to,
           to.teammate_assignee, to.team_assignee, &to.title, to.priority, &to.attributes,
           to.rating.requested_at, to.rating.rated_at, to.rating.score, &to.rating.remark, to.rating.teammate)?;
    Ok(())
}

/// Writes the conversation and the part that it got.
pub async fn append(db: &mut Transaction, to: &Conversation, part: &Part) -> Result<(), sqlx::Error> {
    save(db, to).await?;
    execute!(db,
        "insert into parts (number, conversation, kind, author, teammate, assigned_to, assigned_team, audience, body,
                            at_ms)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        => part.number, to.number, part.kind, part.author, part.teammate, part.assigned_to,
           part.assigned_team, part.kind.audience(part.author), &part.body, part.at_ms)?;
    Ok(())
}

/// Makes the conversations of a visitor or lead those of the user that they became.
/// The keys of what they sent go along.
pub async fn hand_over(db: &mut Transaction, app_id: &str, from: &str, to: &str) -> Result<(), Error> {
    attachments::hand_over(&mut *db, from, to).await?;
    execute!(&mut *db, "update conversations set person_id = $1 where person_id = $2" => to, from)?;
    // By the app first, as they are indexed: a log-in does not look through all that was ever sent.
    execute!(&mut *db,
        "update sends set author = $1 where app_id = $3 and author = $2 and not exists
         (select 1 from sends own where own.app_id = $3 and own.author = $1 and own.key = sends.key)"
        => to, from, app_id)?;
    Ok(())
}

/// Whether a snooze of any app is over at `now`, in Unix seconds.
pub async fn is_any_due(db: &Db, now: i64) -> Result<bool, sqlx::Error> {
    read!(db, any
        "select number from conversations where state = 'snoozed' and snoozed_until <= $1 limit 1" => now)
}

/// Conversations that one step opens again at most.
const DUE: i64 = 100;

/// Conversations of every app whose snooze is over at `now`, in Unix seconds.
pub async fn due(db: &mut Transaction, now: i64) -> Result<Vec<Conversation>, sqlx::Error> {
    fetch!(db, all
        "select * from conversations where state = 'snoozed' and snoozed_until <= $1 order by snoozed_until limit $2"
        => now, DUE)
}
