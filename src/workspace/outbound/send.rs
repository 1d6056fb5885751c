use serde_json::Value;
use sqlx::types::Json;
use std::sync::Arc;

use super::filter::Filter;
use super::matching::matching;
use super::message::State;
use super::receipts;
use crate::clock::Clock;
use crate::database::{Db, execute, read};
use crate::error::Error;
use crate::workspace::feed::Feed;
use crate::workspace::limits::Limits;
use crate::workspace::writer::Batch;

/// Has every manual message that was sent find all its people. Each commit says how far sending has come, so it goes on
/// there after a crash, also at another server. Several servers may do so at once. A commit is small: a ping waits for one
/// at most.
pub async fn send_all(db: &Db, clock: &Clock, limits: &Arc<Limits>, feed: &Feed) -> Result<(), Error> {
    let mut from = i64::MIN;
    while let Some(Sending { number, app_id, audience, sent_at, sent_up_to: after }) = next(db, from).await? {
        from = number;
        let filter = match Filter::from_json(&audience) {
            Ok(filter) => filter,
            Err(error) => {
                tracing::error!(number, %error, "a message was not sent: this version of the server cannot read it");
                from += 1;
                continue;
            }
        };
        let found = matching(db, &app_id, &filter, &after, sent_at).await?;
        let mut batch = Batch::begin(db, clock, limits).await?;
        // None where it was stopped meanwhile, or where another server came as far.
        let is_next = execute!(&mut batch.transaction, |db| {
            sqlx::query(
            "update outbound_messages set sent_up_to = $3 where number = $1 and sent_up_to = $2 and state = $4"
        )
        .bind(number)
        .bind(&after)
        .bind(&found.up_to)
        .bind(State::Live)
        .execute(db)
        })?;
        if is_next == 1 {
            let now_ms = batch.now_ms;
            receipts::note_matched(&mut batch.transaction, number, &found.ids, now_ms).await?;
            batch.commit(feed).await?;
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

/// The first one of this number or a later one.
async fn next(db: &Db, from: i64) -> Result<Option<Sending>, Error> {
    Ok(read!(db, |db| sqlx::query_as(
        "select number, app_id, audience, sent_at, sent_up_to from outbound_messages
         where sent_up_to is not null and state = $1 and number >= $2 order by number limit 1"
    )
    .bind(State::Live)
    .bind(from)
    .fetch_optional(db))?)
}
