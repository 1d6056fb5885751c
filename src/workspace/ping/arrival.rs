//! Who a ping comes from, and which session it belongs to.

use super::{Ping, VerifiedPing};
use crate::batch::Batch;
use crate::clock::DAY;
use crate::contacts;
use crate::feed::{Call, MergedFrom};
use crate::identity::{Checks, Proof, User, is_revoked, still_holds};
use crate::ledger::ChangedBy;
use crate::people::sessions::{NewSession, Session};
use crate::people::{FoundUser, Person};
use crate::platform::Platform;
use crate::refusal::{IdentityRefusal, Refusal};

/// Seconds that a visitor's session lives, as long as the visitor cookie.
const VISITOR_SECONDS: i64 = 274 * DAY;
/// Seconds that a session lives where no token ends it, as long as Intercom's session cookie.
const ENDLESS_SECONDS: i64 = 7 * DAY;

/// The person of a ping, and the session that it uses or has opened.
pub struct Arrival {
    pub person: Person,
    pub session: Session,
    pub session_use: SessionUse,
}

pub enum SessionUse {
    /// The ping came with an existing session, and nothing new.
    Existing,
    /// The ping came with an existing session, and another token than before.
    Renewed,
    /// The ping opened a session with this credential. `merged` has the id of the visitor whom the user was until now.
    Opened { credential: String, merged: Option<(String, MergedFrom)> },
}

/// Finds the person and session of a ping. A believed identity names a user, with or without a session.
/// A session is enough where no identity is stated. With neither, only a boot is let in, as a visitor's.
pub async fn arrive(batch: &mut Batch, verified_ping: &VerifiedPing) -> Result<Arrival, Refusal> {
    let VerifiedPing { ping, bearer, user, .. } = verified_ping;
    let platform = bearer.platform;
    let known = batch.session_of(&ping.app_id, bearer).await?;
    let Some(user) = user else {
        if known.is_none() && ping.call == Call::Boot {
            return visit(batch, ping, platform).await;
        }
        let (person, session) = batch.live_session(&ping.app_id, bearer).await?;
        return Ok(Arrival { person, session, session_use: SessionUse::Existing });
    };
    let refused = |why| Refusal::from(Checks::from(user.checks.clone()).refused(why));
    if !still_holds(&mut batch.transaction, &ping.app_id, platform, user).await? {
        let proved = user.proof.is_some();
        return Err(refused(match proved {
            true => IdentityRefusal::RetiredKey,
            false => IdentityRefusal::UserWithoutToken,
        }));
    }
    if is_revoked(&mut batch.transaction, &ping.app_id, user, batch.now).await? {
        return Err(refused(IdentityRefusal::Revoked));
    }
    let found = batch.people.find_user(&mut batch.transaction, &ping.app_id, user).await?;
    let found = match found {
        FoundUser::Several => return Err(refused(IdentityRefusal::SharedEmail)),
        FoundUser::One(person) => Some(*person),
        FoundUser::Nobody => None,
    };
    let user_arrival = UserArrival { ping, platform, user, found };
    match known {
        Some((owner, session)) if owner.is_user() => {
            let same = user_arrival.found.as_ref().is_some_and(|found| found.id == owner.id);
            if !same {
                return Err(refused(IdentityRefusal::AnotherPerson));
            }
            user_arrival.with_session(batch, session).await
        }
        Some((visitor, _)) => user_arrival.with_new_session(batch, Some(visitor)).await,
        None => {
            let visitor = known_visitor(batch, ping).await?;
            user_arrival.with_new_session(batch, visitor).await
        }
    }
}

/// A user whose ping states who they are.
struct UserArrival<'a> {
    ping: &'a Ping,
    platform: Platform,
    user: &'a User,
    found: Option<Person>,
}

impl UserArrival<'_> {
    /// Goes on with the user's own session.
    /// An unproved session never becomes a proved one: somebody else may have opened it.
    async fn with_session(self, batch: &mut Batch, mut session: Session) -> Result<Arrival, Refusal> {
        let alive = session.over(batch.now).is_none();
        let Some(Proof { key_id, hash, .. }) = &self.user.proof else {
            let (true, Some(mut person)) = (alive, self.found.clone()) else {
                return self.with_new_session(batch, None).await;
            };
            // On a proved session it is as good as that, and changes nothing of who they are.
            if !session.is_verified() {
                person = batch.people.identify(&mut batch.transaction, person, self.user).await?;
            }
            return Ok(Arrival { person, session, session_use: SessionUse::Existing });
        };
        if !session.is_verified() {
            batch.sessions.end(&mut batch.transaction, &session).await?;
            return self.with_new_session(batch, None).await;
        }
        let Some(person) = self.found else { return Err(Refusal::Internal) };
        let person = batch.people.identify(&mut batch.transaction, person, self.user).await?;
        if alive && session.token_hash.as_ref() == Some(hash) {
            return Ok(Arrival { person, session, session_use: SessionUse::Existing });
        }
        session.expires_at = end_of(self.user, batch.now);
        session.token_hash = Some(hash.clone());
        session.key_id = Some(key_id.clone());
        batch.sessions.renew(&mut batch.transaction, &mut session).await?;
        Ok(Arrival { person, session, session_use: SessionUse::Renewed })
    }

    /// Opens a session of the user's own, never on a visitor's credential: that one was known before the log-in.
    async fn with_new_session(self, batch: &mut Batch, visitor: Option<Person>) -> Result<Arrival, Refusal> {
        let now = batch.now;
        let Self { ping, platform, user, found } = self;
        let mut person = match found {
            Some(person) => batch.people.identify(&mut batch.transaction, person, user).await?,
            None => {
                // Whoever signs tokens answers for how many people there are.
                if user.proof.is_none() {
                    batch.charges.person(ping.network, batch.now_ms)?;
                }
                contacts::create_user(batch, &ping.app_id, user).await?
            }
        };
        let merged = match visitor {
            Some(visitor) => {
                let (id, by) = (visitor.id.clone(), ChangedBy::Person(person.id.clone()));
                Some((id, contacts::merge(batch, &by, &ping.app_id, visitor, &mut person).await?))
            }
            None => None,
        };
        let new = NewSession {
            app_id: &ping.app_id,
            platform,
            person_id: &person.id,
            key_id: user.proof.as_ref().map(|proof| proof.key_id.as_str()),
            token_hash: user.proof.as_ref().map(|proof| proof.hash.as_str()),
            expires_at: end_of(user, now),
        };
        let (credential, session) = batch.sessions.open(&mut batch.transaction, new, now).await?;
        Ok(Arrival { person, session, session_use: SessionUse::Opened { credential, merged } })
    }
}

async fn visit(batch: &mut Batch, ping: &Ping, platform: Platform) -> Result<Arrival, Refusal> {
    let now = batch.now;
    let person = match known_visitor(batch, ping).await? {
        Some(visitor) => visitor,
        None => {
            batch.charges.person(ping.network, batch.now_ms)?;
            contacts::create_visitor(batch, &ping.app_id).await?
        }
    };
    let new = NewSession {
        app_id: &ping.app_id,
        platform,
        person_id: &person.id,
        key_id: None,
        token_hash: None,
        expires_at: now + VISITOR_SECONDS,
    };
    let (credential, session) = batch.sessions.open(&mut batch.transaction, new, now).await?;
    Ok(Arrival { person, session, session_use: SessionUse::Opened { credential, merged: None } })
}

async fn known_visitor(batch: &mut Batch, ping: &Ping) -> Result<Option<Person>, Refusal> {
    match &ping.visitor_id {
        Some(id) => Ok(batch.people.find_visitor(&mut batch.transaction, &ping.app_id, id).await?),
        None => Ok(None),
    }
}

fn end_of(user: &User, now: i64) -> i64 {
    user.expires_at.unwrap_or(now + ENDLESS_SECONDS)
}
