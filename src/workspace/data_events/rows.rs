//! The rows of events and of their names.

use sqlx::types::Json;

use super::{DataEvent, Metadata};
use crate::database::{Transaction, execute, fetch};
use crate::error::Error;
use crate::people::Person;
use crate::random;

/// Names that an app may have. Source: Intercom's help, "Track events in Intercom": 120 active events.
const MOST_NAMES: i64 = 120;
/// Names among them that no proved person has used: anybody can be a visitor, as often as they like.
const MOST_UNPROVED: i64 = 20;

/// Events of one name and person that are stored at one second. A person does not do more.
const MOST_AT_ONCE: i64 = 30;

/// The outcome of storing an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventOutcome {
    Stored,
    /// The same event was stored before.
    Known,
    /// The app has as many names as it may have.
    TooManyNames,
    /// A teammate archived the event's name.
    Archived,
}

/// The person who did something.
#[derive(Clone, Copy)]
pub struct EventAuthor<'a> {
    pub person: &'a Person,
    /// Whether their session's identity was proved.
    pub proved: bool,
}

/// Stores an event once. The same call is the same event whenever it comes.
/// Events of one name, person and second are the same event where the call is not known, as hosted.
pub async fn add(
    db: &mut Transaction,
    EventAuthor { person, proved }: EventAuthor<'_>,
    DataEvent { app_id, ping_id, name, .. }: &DataEvent,
    metadata: &Metadata,
    now_ms: i64,
) -> Result<EventOutcome, Error> {
    if let Some(refused) = refused_name(db, app_id, name, proved).await? {
        return Ok(refused);
    }
    // Of one name and person there is one a second, as hosted: equal calls of a page each take the next.
    let now = now_ms.div_euclid(1_000);
    let (id, last) = match ping_id {
        Some(call) => (random::hash(&format!("{app_id} {} {call} {name}", person.id)), now + MOST_AT_ONCE),
        None => (random::id_at(now_ms)?, now),
    };
    for second in now..=last {
        let stored = execute!(db,
            "insert into data_events (id, app_id, person_id, name, metadata, created_at)
             values ($1, $2, $3, $4, $5, $6) on conflict do nothing"
            => &id, app_id, &person.id, name, Json(metadata), second)?;
        if stored > 0 {
            return Ok(EventOutcome::Stored);
        }
        if fetch!(&mut *db, any "select id from data_events where id = $1 limit 1" => &id)? {
            break;
        }
    }
    Ok(EventOutcome::Known)
}

/// Why a name may not be used; None notes it as used.
/// Proved people may use all names of an app, all others together a few of their own.
async fn refused_name(
    db: &mut Transaction,
    app_id: &str,
    name: &str,
    proved: bool,
) -> Result<Option<EventOutcome>, Error> {
    let known: Option<(bool, Option<i64>)> = fetch!(&mut *db, optional
        "select proved, archived_at from data_event_names where app_id = $1 and name = $2" => app_id, name)?;
    match known {
        Some((_, Some(_))) => return Ok(Some(EventOutcome::Archived)),
        Some((of_proved, None)) if of_proved || !proved => return Ok(None),
        Some(_) => {}
        None => {
            let (names, unproved): (i64, i64) = fetch!(&mut *db, one
                "select count(*), count(case when not proved then 1 end) from data_event_names
                 where app_id = $1 and archived_at is null" => app_id)?;
            if names >= MOST_NAMES || !proved && unproved >= MOST_UNPROVED {
                return Ok(Some(EventOutcome::TooManyNames));
            }
        }
    }
    execute!(db,
        "insert into data_event_names (app_id, name, proved) values ($1, $2, $3)
         on conflict (app_id, name) do update set proved = data_event_names.proved or excluded.proved"
        => app_id, name, proved)?;
    Ok(None)
}

/// Gives a person's events to another person. What both did in the same second is one event.
pub async fn hand_over(db: &mut Transaction, from: &str, to: &str) -> Result<(), Error> {
    execute!(db,
        "update data_events set person_id = $1 where person_id = $2 and not exists
         (select 1 from data_events own where own.person_id = $1 and own.name = data_events.name
            and own.created_at = data_events.created_at)" => to, from)?;
    Ok(())
}
