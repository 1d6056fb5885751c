//! Who a ping comes from, and which session it belongs to.

use super::{Claimed, Ping, Refusal};
use crate::workspace::feed::{Call, MergedFrom};
use crate::workspace::identity::{IdentityRefusal, VerifiedUser};
use crate::workspace::people::sessions::Session;
use crate::workspace::people::{self, Person};
use crate::workspace::writer::Batch;

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
pub async fn arrive(batch: &mut Batch, claimed: &Claimed) -> Result<Arrival, Refusal> {
    let Claimed { ping, user, credential } = claimed;
    let mut rider = None;
    if let Some(credential) = credential
        && let Some(session) = batch.sessions.find(&mut batch.transaction, credential).await?
        // Another app's credential opens nothing.
        && session.app_id == ping.app_id
    {
        rider = Some((batch.people.find(&mut batch.transaction, &session.person_id).await?, session));
    }
    match (rider, user) {
        (Some((person, session)), Some(user)) if person.is_user() => {
            renew(batch, ping, person, session, user).await
        }
        (Some((visitor, _)), Some(user)) => sign_in(batch, ping, Some(visitor), user).await,
        (None, Some(user)) => {
            let visitor = known_visitor(batch, ping).await?;
            sign_in(batch, ping, visitor, user).await
        }
        (Some((_, session)), None) if session.is_over(batch.now()) => {
            Err(IdentityRefusal::SessionExpired.into())
        }
        (Some((person, session)), None) => Ok(Arrival { person, session, how: How::Riding }),
        (None, None) if ping.call == Call::Boot => visit(batch, ping).await,
        (None, None) => Err(IdentityRefusal::NoSession.into()),
    }
}

async fn renew(
    batch: &mut Batch,
    ping: &Ping,
    person: Person,
    mut session: Session,
    user: &VerifiedUser,
) -> Result<Arrival, Refusal> {
    if person.user_id.as_ref() != Some(&user.user_id) {
        return Err(IdentityRefusal::AnotherPerson.into());
    }
    let now = batch.now();
    let person = batch.people.find_or_make_user(&mut batch.transaction, &ping.app_id, user, now).await?;
    if session.token_hash.as_ref() == Some(&user.token_hash) && !session.is_over(now) {
        return Ok(Arrival { person, session, how: How::Riding });
    }
    session.expires_at = end_of(user, now);
    session.token_hash = Some(user.token_hash.clone());
    batch.sessions.save(session.clone());
    Ok(Arrival { person, session, how: How::Renewed })
}

/// Opens a session of the user's own, never on a visitor's credential: that one was known before the log-in.
async fn sign_in(
    batch: &mut Batch,
    ping: &Ping,
    visitor: Option<Person>,
    user: &VerifiedUser,
) -> Result<Arrival, Refusal> {
    let now = batch.now();
    let mut person = batch.people.find_or_make_user(&mut batch.transaction, &ping.app_id, user, now).await?;
    let merged_from = match visitor {
        Some(visitor) => Some(merge(batch, visitor, &mut person).await?),
        None => None,
    };
    let end = end_of(user, now);
    let token_hash = Some(user.token_hash.as_str());
    let opened = batch.sessions.open(&mut batch.transaction, &person, &ping.app_id, token_hash, end, now);
    let (credential, session) = opened.await?;
    Ok(Arrival { person, session, how: How::Opened { credential, merged_from } })
}

/// Makes the visitor part of the user. The visitor's sessions end: whoever holds one is not thereby the user.
async fn merge(batch: &mut Batch, visitor: Person, user: &mut Person) -> Result<MergedFrom, Refusal> {
    batch.impressions.hand_over(&mut batch.transaction, &visitor.id, &user.id).await?;
    batch.sessions.forget(&visitor.id);
    batch.people.forget_merged(&mut batch.transaction, &visitor).await?;
    Ok(people::inherit(user, visitor))
}

async fn visit(batch: &mut Batch, ping: &Ping) -> Result<Arrival, Refusal> {
    let now = batch.now();
    let person = match known_visitor(batch, ping).await? {
        Some(visitor) => visitor,
        None => batch.people.make_visitor(&mut batch.transaction, &ping.app_id, now).await?,
    };
    let end = now + VISITOR_SECONDS;
    let opened = batch.sessions.open(&mut batch.transaction, &person, &ping.app_id, None, end, now);
    let (credential, session) = opened.await?;
    Ok(Arrival { person, session, how: How::Opened { credential, merged_from: None } })
}

async fn known_visitor(batch: &mut Batch, ping: &Ping) -> Result<Option<Person>, Refusal> {
    match &ping.visitor_id {
        Some(id) => Ok(batch.people.find_visitor(&mut batch.transaction, &ping.app_id, id).await?),
        None => Ok(None),
    }
}

fn end_of(user: &VerifiedUser, now: i64) -> i64 {
    user.expires_at.unwrap_or(now + ENDLESS_TOKEN_SECONDS)
}
