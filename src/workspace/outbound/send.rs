//! Sends manual messages, and has them find their people.

use serde_json::Value;
use sqlx::types::Json;

use super::find_people::matching_people;
use super::message::{Delivery, Message, OutboundState};
use super::receipts;
use crate::batch::{Batch, Store};
use crate::database::{Db, Transaction, execute, fetch, read};
use crate::error::Error;
use crate::filter::Filter;
use crate::people;

/// A manual message, before it is sent.
#[derive(sqlx::FromRow)]
pub struct Unsent {
    number: i64,
    app_id: String,
    recipient: Option<String>,
}

impl From<&Message> for Unsent {
    fn from(message: &Message) -> Self {
        let (app_id, recipient) = (message.app_id.clone(), message.recipient.clone());
        Self { number: message.number, app_id, recipient }
    }
}

/// Sends a message to its one person, if the app has them, or to everybody who matches.
/// These are found after this commit, some at a time.
pub async fn send(batch: &mut Batch, message: &Unsent) -> Result<(), Error> {
    let up_to = match &message.recipient {
        None => Some(""),
        Some(recipient) => {
            let person = people::by_id(&mut batch.transaction, &message.app_id, recipient).await?;
            let ids: Vec<String> = person.into_iter().map(|person| person.id).collect();
            receipts::note_matched(&mut batch.transaction, message.number, &ids, batch.now_ms).await?;
            None
        }
    };
    execute!(&mut batch.transaction,
        "update outbound_messages set sent_at = $2, sent_up_to = $3 where number = $1"
        => message.number, batch.now, up_to)?;
    Ok(())
}

/// Sends every manual message whose time has come.
async fn send_due(store: &Store) -> Result<(), Error> {
    while due(&mut store.db.begin_reading().await?, store.clock.seconds()).await?.is_some() {
        let mut batch = Batch::begin(store).await?;
        // None where it was stopped meanwhile, or where another server sent it.
        if let Some(message) = due(&mut batch.transaction, batch.now).await? {
            send(&mut batch, &message).await?;
            batch.commit().await?;
        }
    }
    Ok(())
}

/// The first unsent manual message whose time has come by `now`, in Unix seconds.
async fn due(db: &mut Transaction, now: i64) -> Result<Option<Unsent>, Error> {
    Ok(fetch!(db, optional
        "select number, app_id, recipient from outbound_messages
         where state = $1 and delivery = $2 and sent_at is null and coalesce(starts_at, 0) <= $3
           and (stops_at is null or stops_at > $3) order by number limit 1"
        => OutboundState::Live, Delivery::Manual, now)?)
}

/// Sends what is due, and has every sent message find all its people.
/// Each commit notes the progress, so another server may go on after a crash. Several servers may send at once.
/// A commit is small: a ping waits for one at most.
pub async fn send_all(store: &Store) -> Result<(), Error> {
    send_due(store).await?;
    let mut from = i64::MIN;
    while let Some(Sending { number, app_id, audience, sent_at, sent_up_to: after }) =
        next(&store.db, from).await?
    {
        from = number;
        let filter = match Filter::from_json(&audience) {
            Ok(filter) => filter,
            Err(error) => {
                tracing::error!(number, %error, "a message was not sent: this version of the server cannot read it");
                from += 1;
                continue;
            }
        };
        let found = matching_people(&store.db, &app_id, &filter, &after, sent_at).await?;
        let mut batch = Batch::begin(store).await?;
        // None where it was stopped meanwhile, or where another server came as far.
        let is_next = execute!(&mut batch.transaction,
            "update outbound_messages set sent_up_to = $3 where number = $1 and sent_up_to = $2 and state = $4"
            => number, &after, &found.up_to, OutboundState::Live)?;
        if is_next == 1 {
            receipts::note_matched(&mut batch.transaction, number, &found.ids, batch.now_ms).await?;
            batch.commit().await?;
        }
    }
    Ok(())
}

/// A message that has not found all its people yet.
#[derive(sqlx::FromRow)]
struct Sending {
    number: i64,
    app_id: String,
    audience: Json<Value>,
    sent_at: i64,
    sent_up_to: String,
}

/// The first message with this number or a later one.
async fn next(db: &Db, from: i64) -> Result<Option<Sending>, Error> {
    Ok(read!(db, optional
        "select number, app_id, audience, sent_at, sent_up_to from outbound_messages
         where sent_up_to is not null and state = $1 and number >= $2 order by number limit 1"
        => OutboundState::Live, from)?)
}
