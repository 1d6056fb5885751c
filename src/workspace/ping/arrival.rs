//! Who a ping comes from, and which session it belongs to.

use sqlx::SqliteConnection;

use super::{Ping, Refusal};
use crate::workspace::feed::{Call, MergedFrom};
use crate::workspace::identity::{IdentityRefusal, VerifiedUser};
use crate::workspace::people::sessions::{self, Session};
use crate::workspace::people::{self, Person};

const DAY: i64 = 24 * 60 * 60;
/// A visitor's session lives as long as the visitor cookie.
const VISITOR_SECONDS: i64 = 274 * DAY;
/// With a token that never ends, a session lives as long as Intercom's session cookie.
const ENDLESS_TOKEN_SECONDS: i64 = 7 * DAY;

/// The person, and the session that the ping rides on or has opened.
pub struct Arrival {
    pub person: Person,
    pub session: Session,
    pub how: How,
}

pub enum How {
    /// With the session alone.
    Riding,
    /// With a session that was there and another token than before.
    Renewed,
    /// With a new session, and its credential.
    Opened { credential: String, merged_from: Option<MergedFrom> },
}

/// A token proves a user, with or without a session; a session is enough for what states no identity; with neither,
/// only a boot is let in, as a visitor's.
pub async fn arrive(
    db: &mut SqliteConnection,
    ping: &Ping,
    user: Option<&VerifiedUser>,
    credential: Option<&str>,
    now: i64,
) -> Result<Arrival, Refusal> {
    let mut rider = None;
    if let Some(credential) = credential
        && let Some(session) = sessions::find(db, &ping.app_id, credential).await?
    {
        rider = Some((people::find(db, &session.person_id).await?, session));
    }
    match (rider, user) {
        (Some((person, session)), Some(user)) if person.is_user() => {
            renew(db, ping, person, session, user, now).await
        }
        (Some((visitor, _)), Some(user)) => sign_in(db, ping, Some(visitor), user, now).await,
        (None, Some(user)) => {
            let visitor = known_visitor(db, ping).await?;
            sign_in(db, ping, visitor, user, now).await
        }
        (Some((_, session)), None) if session.is_over(now) => Err(IdentityRefusal::SessionExpired.into()),
        (Some((person, session)), None) => Ok(Arrival { person, session, how: How::Riding }),
        (None, None) if ping.call == Call::Boot => visit(db, ping, now).await,
        (None, None) => Err(IdentityRefusal::NoSession.into()),
    }
}

async fn renew(
    db: &mut SqliteConnection,
    ping: &Ping,
    person: Person,
    mut session: Session,
    user: &VerifiedUser,
    now: i64,
) -> Result<Arrival, Refusal> {
    if person.user_id.as_ref() != Some(&user.user_id) {
        return Err(IdentityRefusal::AnotherPerson.into());
    }
    let person = people::find_or_make_user(db, &ping.app_id, user, now).await?;
    if session.token_hash.as_ref() == Some(&user.token_hash) && !session.is_over(now) {
        return Ok(Arrival { person, session, how: How::Riding });
    }
    session.expires_at = end_of(user, now);
    sessions::renew(db, &session, &user.token_hash).await?;
    Ok(Arrival { person, session, how: How::Renewed })
}

/// Opens a session of the user's own, never on a visitor's credential: that one was known before the log-in.
async fn sign_in(
    db: &mut SqliteConnection,
    ping: &Ping,
    visitor: Option<Person>,
    user: &VerifiedUser,
    now: i64,
) -> Result<Arrival, Refusal> {
    let mut person = people::find_or_make_user(db, &ping.app_id, user, now).await?;
    let merged_from = match visitor {
        Some(visitor) => Some(people::merge(db, visitor, &mut person).await?),
        None => None,
    };
    let (credential, session) =
        sessions::open(db, &ping.app_id, &person, Some(&user.token_hash), end_of(user, now), now).await?;
    Ok(Arrival { person, session, how: How::Opened { credential, merged_from } })
}

async fn visit(db: &mut SqliteConnection, ping: &Ping, now: i64) -> Result<Arrival, Refusal> {
    let person = match known_visitor(db, ping).await? {
        Some(visitor) => visitor,
        None => people::make_visitor(db, &ping.app_id, now).await?,
    };
    let (credential, session) =
        sessions::open(db, &ping.app_id, &person, None, now + VISITOR_SECONDS, now).await?;
    Ok(Arrival { person, session, how: How::Opened { credential, merged_from: None } })
}

async fn known_visitor(db: &mut SqliteConnection, ping: &Ping) -> Result<Option<Person>, Refusal> {
    match &ping.visitor_id {
        Some(visitor_id) => Ok(people::find_visitor(db, &ping.app_id, visitor_id).await?),
        None => Ok(None),
    }
}

fn end_of(user: &VerifiedUser, now: i64) -> i64 {
    user.expires_at.unwrap_or(now + ENDLESS_TOKEN_SECONDS)
}
