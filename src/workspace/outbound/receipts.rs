//! Who got which message, and what they did with it.

use serde::Deserialize;
use sqlx::QueryBuilder;
use sqlx::types::Json;

use super::message::Style;
use crate::conversations::Body;
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
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Receipt {
    pub message: i64,
    pub person_id: String,
    pub style: Style,
    /// The id of the session that shows the message. Empty while the person matches and has not got it.
    pub session: String,
    /// The time when the session got the message, or when the person was found to match.
    pub at_ms: i64,
    /// The time when the session's panel said that the message was shown.
    pub seen_at_ms: Option<i64>,
    pub clicked_at_ms: Option<i64>,
    pub dismissed_at_ms: Option<i64>,
    pub reaction: Option<Reaction>,
    /// The conversation that the person's answer began.
    pub conversation: Option<i64>,
}

/// A receipt of a message that a session gets.
pub struct NewReceipt<'a> {
    pub message: i64,
    pub person_id: &'a str,
    pub session: &'a str,
    pub at_ms: i64,
    /// The number under which the panel shows the message. An earlier one stays.
    pub number: i64,
    /// The text as the person reads it. An earlier one stays.
    pub body: Option<&'a Body>,
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
    of_people(db, &[person_id], messages).await
}

/// These people's receipts of these messages.
pub async fn of_people(
    db: &mut Transaction,
    person_ids: &[&str],
    messages: &[i64],
) -> Result<Vec<Receipt>, Error> {
    // PostgreSQL knows no empty list.
    if person_ids.is_empty() || messages.is_empty() {
        return Ok(Vec::new());
    }
    Ok(fetch!(db, |db| async move {
        let mut select = QueryBuilder::new(
            "select r.*, m.style from outbound_receipts r join outbound_messages m on m.number = r.message
             where r.person_id in ",
        );
        push_list(&mut select, person_ids).push(" and r.message in ");
        // A message that is sent has a receipt of each person within seconds. A plan that was kept from before reads all of them.
        push_list(&mut select, messages).build_query_as().persistent(false).fetch_all(db).await
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
pub async fn save(db: &mut Transaction, receipt: &NewReceipt<'_>) -> Result<(), Error> {
    execute!(db,
        "insert into outbound_receipts (message, person_id, session, at_ms, number, body) values ($1, $2, $3, $4, $5, $6)
         on conflict (message, person_id) do update set
           session = excluded.session, at_ms = excluded.at_ms, number = coalesce(outbound_receipts.number, excluded.number),
           body = coalesce(outbound_receipts.body, excluded.body)"
        => receipt.message, receipt.person_id, receipt.session, receipt.at_ms, receipt.number,
           receipt.body.map(Json))?;
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
/// The user's receipt of a message that both got stays, with what the visitor did.
pub async fn hand_over(db: &mut Transaction, from: &str, to: &str) -> Result<(), Error> {
    execute!(db,
        "delete from outbound_receipts where person_id = $1 and session = '' and exists
         (select 1 from outbound_receipts own
          where own.person_id = $2 and own.message = outbound_receipts.message and own.session <> '')"
        => to, from)?;
    execute!(db,
        "update outbound_receipts set
           seen_at_ms = coalesce(outbound_receipts.seen_at_ms, own.seen_at_ms),
           clicked_at_ms = coalesce(outbound_receipts.clicked_at_ms, own.clicked_at_ms),
           dismissed_at_ms = coalesce(outbound_receipts.dismissed_at_ms, own.dismissed_at_ms),
           reaction = coalesce(outbound_receipts.reaction, own.reaction),
           read_at_ms = coalesce(outbound_receipts.read_at_ms, own.read_at_ms),
           conversation = coalesce(outbound_receipts.conversation, own.conversation)
         from outbound_receipts own
         where outbound_receipts.person_id = $1 and own.person_id = $2 and own.message = outbound_receipts.message"
        => to, from)?;
    execute!(db,
        "update outbound_receipts set person_id = $1 where person_id = $2 and not exists
         (select 1 from outbound_receipts own where own.person_id = $1 and own.message = outbound_receipts.message)"
        => to, from)?;
    Ok(())
}
