//! Who got which message, and what they did with it.

use serde::Deserialize;
use sqlx::QueryBuilder;

use crate::database::{Transaction, execute, fetch, push_list};
use crate::error::Error;

foundation::text_enum! {
    /// A person's reaction to a message.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, sqlx::Type)]
    #[serde(rename_all = "lowercase")]
    #[sqlx(type_name = "text", rename_all = "lowercase")]
    pub enum Reaction {
        Sad = "sad",
        Neutral = "neutral",
        Happy = "happy",
    }
}

/// A message that is for a person, once each. Times are Unix milliseconds.
#[derive(Clone, Debug, Default, sqlx::FromRow)]
pub struct Receipt {
    pub message: i64,
    pub person_id: String,
    /// The id of the session that shows the message. Empty while the person matches and has not got it.
    pub session: String,
    /// The time when the session got the message, or when the person was found to match.
    pub at_ms: i64,
    /// The time when the session's panel said that the message was shown.
    pub seen_at_ms: Option<i64>,
    pub clicked_at_ms: Option<i64>,
    pub dismissed_at_ms: Option<i64>,
    pub reaction: Option<Reaction>,
    /// The conversation of a chat or inbox message, or of an answered one.
    pub conversation: Option<i64>,
}

/// The session's id of a message that no session shows: the badge announces it in all.
pub const ANY_SESSION: &str = "any";

impl Receipt {
    /// Whether a session has got the message.
    pub fn is_sent(&self) -> bool {
        !self.session.is_empty()
    }
}

/// This person's receipts of these messages.
pub async fn of_person(
    db: &mut Transaction,
    person_id: &str,
    messages: &[i64],
) -> Result<Vec<Receipt>, Error> {
    if messages.is_empty() {
        return Ok(Vec::new());
    }
    Ok(fetch!(db, |db| async move {
        let mut select = QueryBuilder::new("select * from outbound_receipts where person_id = ");
        select.push_bind(person_id).push(" and message in ");
        push_list(&mut select, messages).build_query_as().fetch_all(db).await
    })?)
}

/// Count of interrupting messages that the person got since this time, in Unix milliseconds.
pub async fn interruptions(db: &mut Transaction, person_id: &str, since_ms: i64) -> Result<i64, Error> {
    Ok(fetch!(db, one value
        "select count(*) from outbound_receipts r join outbound_messages m on m.number = r.message
         where r.person_id = $1 and r.at_ms >= $2 and r.session <> ''
           and m.style <> 'inbox' and m.test_of is null" => person_id, since_ms)?)
}

/// Notes that this session shows the message now. The counter of events is held, so one of two sessions does.
pub async fn save(db: &mut Transaction, receipt: &Receipt) -> Result<(), Error> {
    execute!(db,
        "insert into outbound_receipts (message, person_id, session, at_ms, conversation) values ($1, $2, $3, $4, $5)
         on conflict (message, person_id) do update set
           session = excluded.session, at_ms = excluded.at_ms, conversation = excluded.conversation"
        => receipt.message, &receipt.person_id, &receipt.session, receipt.at_ms, receipt.conversation)?;
    Ok(())
}

/// Notes that these people match, unless that is known. A person who is not there any more is left out.
pub async fn note_matched(
    db: &mut Transaction,
    message: i64,
    person_ids: &[String],
    at_ms: i64,
) -> Result<(), Error> {
    if person_ids.is_empty() {
        return Ok(());
    }
    execute!(db, |db| async move {
        let mut insert =
            QueryBuilder::new("insert into outbound_receipts (message, person_id, session, at_ms) select ");
        insert.push_bind(message).push(", id, '', ").push_bind(at_ms).push(" from people where id in ");
        push_list(&mut insert, person_ids);
        insert.push(" on conflict (message, person_id) do nothing").build().execute(db).await
    })?;
    Ok(())
}

/// Gives a visitor's receipts to the user whom they became.
/// The user's receipt of a message that both got stays, and is seen if the visitor saw it.
pub async fn hand_over(db: &mut Transaction, from: &str, to: &str) -> Result<(), Error> {
    execute!(db,
        "delete from outbound_receipts where person_id = $1 and session = '' and exists
         (select 1 from outbound_receipts own
          where own.person_id = $2 and own.message = outbound_receipts.message and own.session <> '')"
        => to, from)?;
    execute!(db,
        "update outbound_receipts set seen_at_ms = own.seen_at_ms from outbound_receipts own
         where outbound_receipts.person_id = $1 and outbound_receipts.seen_at_ms is null
           and own.person_id = $2 and own.message = outbound_receipts.message and own.seen_at_ms is not null"
        => to, from)?;
    execute!(db,
        "update outbound_receipts set person_id = $1 where person_id = $2 and not exists
         (select 1 from outbound_receipts own where own.person_id = $1 and own.message = outbound_receipts.message)"
        => to, from)?;
    Ok(())
}
