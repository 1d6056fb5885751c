//! One transaction of the workspace: what it reads once, changes and writes together.

use serde_json::Value;
use std::sync::Arc;

use crate::clock::Clock;
use crate::database::{Db, Transaction, fetch};
use crate::error::Error;
use crate::feed::{Audience, ConversationIds, Events, Feed, FeedKind, PingRefused};
use crate::limits::{Charges, Limits};
use crate::people::impressions::Impressions;
use crate::people::sessions::{Bearer, Session, Sessions};
use crate::people::{People, Person};
use crate::refusal::{IdentityRefusal, Refusal};

/// The database of a workspace, and everything that a change of it needs.
#[derive(Clone)]
pub struct Store {
    pub db: Db,
    pub clock: Clock,
    pub limits: Arc<Limits>,
    pub feed: Feed,
}

/// A commit of the workspace. It reads rows once, changes them here, and writes them together at the end.
pub struct Batch {
    pub transaction: Transaction,
    pub people: People,
    pub sessions: Sessions,
    pub impressions: Impressions,
    pub events: Events,
    /// The batch's time, in Unix seconds and in milliseconds.
    pub now: i64,
    pub now_ms: i64,
    limits: Arc<Limits>,
    pub charges: Charges,
    feed: Feed,
}

impl Batch {
    /// Takes the counter of events first: whoever else writes to the workspace waits until this is committed.
    pub async fn begin(Store { db, clock, limits, feed }: &Store) -> Result<Self, Error> {
        let mut transaction = db.begin().await?;
        let events = Events::begin(&mut transaction).await?;
        let (people, sessions, impressions) = Default::default();
        // Read after the counter is held, so that times rise with the numbers.
        let now_ms = clock.millis();
        Ok(Self {
            transaction,
            people,
            sessions,
            impressions,
            events,
            now: now_ms.div_euclid(1_000),
            now_ms,
            limits: limits.clone(),
            charges: Charges::new(limits.clone()),
            feed: feed.clone(),
        })
    }

    /// Reads the sessions that these credentials open, and their people, at once.
    pub async fn load(&mut self, credentials: impl Iterator<Item = &str>) -> Result<(), Error> {
        self.sessions.load(&mut self.transaction, credentials).await?;
        self.people.load(&mut self.transaction, self.sessions.person_ids()).await
    }

    /// The session that the bearer's credential opens in this app, and its person.
    /// It may be over: see [`live_session`](Self::live_session).
    pub async fn session_of(
        &mut self,
        app_id: &str,
        bearer: &Bearer,
    ) -> Result<Option<(Person, Session)>, Error> {
        let found = self.sessions.find(&mut self.transaction, &bearer.credential).await?;
        let Some(session) = found.filter(|session| session.is_of(app_id, bearer.platform)) else {
            return Ok(None);
        };
        Ok(Some((self.people.find(&mut self.transaction, &session.person_id).await?, session)))
    }

    /// The live session that the bearer's credential opens in this app, and its person.
    /// Refuses the request where there is none.
    pub async fn live_session(
        &mut self,
        app_id: &str,
        bearer: &Bearer,
    ) -> Result<(Person, Session), Refusal> {
        match self.session_of(app_id, bearer).await? {
            Some((person, session)) => match session.over(self.now) {
                Some(why) => Err(why.into()),
                None => Ok((person, session)),
            },
            None if self.knows_app(app_id).await? => Err(IdentityRefusal::NoSession.into()),
            None => Err(Refusal::UnknownApp),
        }
    }

    /// The person of the bearer's live session in this app. Refuses a person whom a teammate has blocked.
    pub async fn unblocked(&mut self, app_id: &str, bearer: &Bearer) -> Result<Person, Refusal> {
        let (person, _) = self.live_session(app_id, bearer).await?;
        if person.blocked_at.is_some() { Err(Refusal::Blocked) } else { Ok(person) }
    }

    /// Whether the workspace has this app: events name an app, and no other.
    pub async fn knows_app(&mut self, app_id: &str) -> Result<bool, Error> {
        Ok(
            fetch!(&mut self.transaction, any "select app_id from workspace_apps where app_id = $1" => app_id)?,
        )
    }

    /// Adds what just happened to the feed.
    pub fn record(&mut self, app_id: &str, ping_id: Option<&str>, kind: FeedKind) {
        // Of a flood, one entry says how many there were.
        if let FeedKind::PingRefused(refused @ PingRefused { more: None, .. }) = &kind
            && !self.limits.records(app_id, refused, self.now_ms)
        {
            return;
        }
        self.events.add(app_id, self.now_ms, None, ping_id, kind);
    }

    /// Adds what this person just did. It is forgotten with them.
    pub fn record_act(&mut self, app_id: &str, person_id: &str, ping_id: Option<&str>, kind: FeedKind) {
        self.events.add(app_id, self.now_ms, Some(person_id), ping_id, kind);
    }

    /// Adds what changed in a conversation; see [`Events::add_of_conversation`].
    pub fn record_change(&mut self, of: ConversationIds<'_>, audience: Audience, kind: Value) {
        self.events.add_of_conversation(of, audience, kind, self.now_ms);
    }

    /// Writes everything in one commit, and notifies the readers of the feed.
    pub async fn commit(mut self) -> Result<(), Error> {
        let now = self.now;
        self.people.flush(&mut self.transaction, now).await?;
        self.sessions.flush(&mut self.transaction, now).await?;
        self.impressions.flush(&mut self.transaction, now).await?;
        let latest = self.events.flush(&mut self.transaction).await?;
        self.transaction.commit().await?;
        self.charges.keep();
        self.feed.announce(latest);
        Ok(())
    }
}
