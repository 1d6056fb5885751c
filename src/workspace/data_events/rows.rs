use serde_json::Value;
use sqlx::types::Json;

use super::Metadata;
use crate::database::{Transaction, execute, fetch};
use crate::error::Error;
use crate::workspace::people::Person;
use crate::workspace::random;

/// Names that an app may have. Source: Intercom's help, "Track events in Intercom": 120 active events.
const MOST_NAMES: i64 = 120;

/// Of one name, with different metadata, in one second. Who does more is no person.
const MOST_AT_ONCE: i64 = 30;

/// What became of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    Stored,
    /// The same, with the same metadata, of the same person in the same second is the same event.
    Known,
    /// It would be one name too many.
    TooManyNames,
}

pub async fn add(
    db: &mut Transaction,
    app_id: &str,
    person: &Person,
    name: &str,
    metadata: &Metadata,
    now_ms: i64,
) -> Result<Added, Error> {
    let new = execute!(db, |db| {
        sqlx::query(
        "insert into data_event_names (app_id, name) values ($1, $2) on conflict (app_id, name) do nothing"
    )
    .bind(app_id)
    .bind(name)
    .execute(db)
    })?;
    if new > 0 {
        let (names,): (i64,) =
            fetch!(db, |db| sqlx::query_as("select count(*) from data_event_names where app_id = $1")
                .bind(app_id)
                .fetch_one(db))?;
        if names > MOST_NAMES {
            execute!(db, |db| sqlx::query("delete from data_event_names where app_id = $1 and name = $2")
                .bind(app_id)
                .bind(name)
                .execute(db))?;
            return Ok(Added::TooManyNames);
        }
    }
    // Pages tell at once what happened while they waited for their session: each its own second.
    let wanted = serde_json::to_value(metadata).map_err(Error::internal)?;
    let now = now_ms.div_euclid(1_000);
    for second in now..=now + MOST_AT_ONCE {
        let stored = execute!(db, |db| {
            sqlx::query(
                "insert into data_events (id, app_id, person_id, name, metadata, created_at)
                 values ($1, $2, $3, $4, $5, $6) on conflict (person_id, name, created_at) do nothing",
            )
            .bind(random::id_at(now_ms)?)
            .bind(app_id)
            .bind(&person.id)
            .bind(name)
            .bind(Json(metadata))
            .bind(second)
            .execute(db)
        })?;
        if stored > 0 {
            return Ok(Added::Stored);
        }
        let (there,): (Json<Value>,) = fetch!(&mut *db, |db| sqlx::query_as(
            "select metadata from data_events where person_id = $1 and name = $2 and created_at = $3"
        )
        .bind(&person.id)
        .bind(name)
        .bind(second)
        .fetch_one(db))?;
        if there.0 == wanted {
            break;
        }
    }
    Ok(Added::Known)
}

/// Makes them another person's; what both did in the same second is one event.
pub async fn hand_over(db: &mut Transaction, from: &str, to: &str) -> Result<(), Error> {
    execute!(db, |db| sqlx::query(
        "update data_events set person_id = $1 where person_id = $2 and not exists
           (select 1 from data_events own where own.person_id = $1 and own.name = data_events.name
              and own.created_at = data_events.created_at)"
    )
    .bind(to)
    .bind(from)
    .execute(db))?;
    Ok(())
}
