use sqlx::types::Json;

use super::{Author, Body, Conversation, PartKind};
use crate::attachments;
use crate::database::{Db, Transaction, execute, fetch, read};
use crate::error::Error;
use crate::markup::escaped;

#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Part {
    pub number: i64,
    pub kind: PartKind,
    pub author: Author,
    /// The number of the teammate who made it.
    pub teammate: Option<i64>,
    /// Of an assignment: the number of the teammate or of the team who is to answer.
    pub assigned_to: Option<i64>,
    pub assigned_team: Option<i64>,
    /// A part that only changes the state has none.
    pub body: Option<Json<Body>>,
    /// Unix milliseconds.
    pub at_ms: i64,
}

/// A part, and who made it if that was a teammate.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct SignedPart {
    #[sqlx(flatten)]
    pub part: Part,
    pub name: Option<String>,
    /// The name of the teammate or team to whom it is assigned.
    pub assignee: Option<String>,
}

/// What stands around the text of a part: names, time and face.
const AROUND: usize = 1_000;

impl SignedPart {
    /// Bytes of HTML or JSON that show it at most.
    pub fn shown_bytes(&self) -> usize {
        let body = self.part.body.as_ref().map_or(0, |body| body.shown_bytes());
        AROUND + body + self.assignee.as_deref().map_or(0, escaped)
    }
}

pub async fn find(
    db: &mut Transaction,
    app_id: &str,
    number: i64,
) -> Result<Option<Conversation>, sqlx::Error> {
    fetch!(db, |db| sqlx::query_as("select * from conversations where app_id = $1 and number = $2")
        .bind(app_id)
        .bind(number)
        .fetch_optional(db))
}

/// Writes the conversation, new or changed.
pub async fn save(db: &mut Transaction, to: &Conversation) -> Result<(), sqlx::Error> {
    execute!(db, |db| {
        sqlx::query(
            "insert into conversations (number, app_id, person_id, state, waiting_since, snoozed_until, source,
                                        created_at, updated_at, person_first_at, person_last_at, teammate_first_at,
                                        teammate_last_at, last_part, parts, person_read_to, teammates_read_to,
                                        teammate_assignee, team_assignee)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
             on conflict (number) do update set
               state = excluded.state, waiting_since = excluded.waiting_since,
               snoozed_until = excluded.snoozed_until, updated_at = excluded.updated_at,
               person_first_at = excluded.person_first_at, person_last_at = excluded.person_last_at,
               teammate_first_at = excluded.teammate_first_at, teammate_last_at = excluded.teammate_last_at,
               last_part = excluded.last_part, parts = excluded.parts,
               person_read_to = excluded.person_read_to, teammates_read_to = excluded.teammates_read_to,
               teammate_assignee = excluded.teammate_assignee, team_assignee = excluded.team_assignee",
        )
        .bind(to.number)
        .bind(&to.app_id)
        .bind(&to.person_id)
        .bind(to.state)
        .bind(to.waiting_since)
        .bind(to.snoozed_until)
        .bind(&to.source)
        .bind(to.created_at)
        .bind(to.updated_at)
        .bind(to.person_first_at)
        .bind(to.person_last_at)
        .bind(to.teammate_first_at)
        .bind(to.teammate_last_at)
        .bind(to.last_part)
        .bind(to.parts)
        .bind(to.person_read_to)
        .bind(to.teammates_read_to)
        .bind(to.teammate_assignee)
        .bind(to.team_assignee)
        .execute(db)
    })?;
    Ok(())
}

/// Writes the conversation and the part that it got.
pub async fn append(db: &mut Transaction, to: &Conversation, part: &Part) -> Result<(), sqlx::Error> {
    save(db, to).await?;
    execute!(db, |db| {
        sqlx::query(
        "insert into parts (number, conversation, kind, author, teammate, assigned_to, assigned_team, audience, body,
                            at_ms)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    )
    .bind(part.number)
    .bind(to.number)
    .bind(part.kind)
    .bind(part.author)
    .bind(part.teammate)
    .bind(part.assigned_to)
    .bind(part.assigned_team)
    .bind(part.kind.audience(part.author))
    .bind(&part.body)
    .bind(part.at_ms)
    .execute(db)
    })?;
    Ok(())
}

/// What was sent with a key before: its conversation, its part, and the hash of its body.
pub async fn sent(
    db: &mut Transaction,
    app_id: &str,
    author: &str,
    key: &str,
) -> Result<Option<(i64, i64, String)>, sqlx::Error> {
    fetch!(db, |db| sqlx::query_as(
        "select p.conversation, p.number, s.body_hash from sends s join parts p on p.number = s.part
         where s.app_id = $1 and s.author = $2 and s.key = $3"
    )
    .bind(app_id)
    .bind(author)
    .bind(key)
    .fetch_optional(db))
}

pub async fn keep_key(
    db: &mut Transaction,
    app_id: &str,
    (author, key): (&str, &str),
    body_hash: &str,
    part: i64,
) -> Result<(), sqlx::Error> {
    execute!(db, |db| sqlx::query(
        "insert into sends (app_id, author, key, body_hash, part) values ($1, $2, $3, $4, $5)"
    )
    .bind(app_id)
    .bind(author)
    .bind(key)
    .bind(body_hash)
    .bind(part)
    .execute(db))?;
    Ok(())
}

/// Makes the conversations of a visitor or lead those of the user that they became, with the keys of what they sent.
pub async fn hand_over(db: &mut Transaction, app_id: &str, from: &str, to: &str) -> Result<(), Error> {
    attachments::hand_over(&mut *db, from, to).await?;
    execute!(&mut *db, |db| sqlx::query("update conversations set person_id = $1 where person_id = $2")
        .bind(to)
        .bind(from)
        .execute(db))?;
    // By the app first, as they are indexed: a log-in does not look through all that was ever sent.
    execute!(&mut *db, |db| sqlx::query(
        "update sends set author = $1 where app_id = $3 and author = $2 and not exists
           (select 1 from sends own where own.app_id = $3 and own.author = $1 and own.key = sends.key)"
    )
    .bind(to)
    .bind(from)
    .bind(app_id)
    .execute(db))?;
    Ok(())
}

/// Whether a snooze is over at `now`, in Unix seconds: of any app.
pub async fn is_any_due(db: &Db, now: i64) -> Result<bool, sqlx::Error> {
    let found: Option<(i64,)> = read!(db, |db| sqlx::query_as(
        "select number from conversations where state = 'snoozed' and snoozed_until <= $1 limit 1"
    )
    .bind(now)
    .fetch_optional(db))?;
    Ok(found.is_some())
}

/// Conversations that one step opens again at most.
const DUE: i64 = 100;

/// Those whose snooze is over at `now`, in Unix seconds: of every app.
pub async fn due(db: &mut Transaction, now: i64) -> Result<Vec<Conversation>, sqlx::Error> {
    fetch!(db, |db| {
        sqlx::query_as(
        "select * from conversations where state = 'snoozed' and snoozed_until <= $1 order by snoozed_until limit $2"
    )
    .bind(now)
    .bind(DUE)
    .fetch_all(db)
    })
}
