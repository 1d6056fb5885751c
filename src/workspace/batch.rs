//! One transaction of the workspace: what it reads once, changes and writes together.

use std::sync::Arc;

use crate::attributes::KnownAttributes;
use crate::clock::Clock;
use crate::database::{Db, Transaction, fetch};
use crate::error::Error;
use crate::feed::{Events, Feed, FeedKind, PingRefused};
use crate::ledger::{Change, ChangedBy, LedgerKind};
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
    pub attributes: KnownAttributes,
    pub events: Events,
    /// The batch's time, in Unix seconds and in milliseconds.
    pub now: i64,
    pub now_ms: i64,
    limits: Arc<Limits>,
    pub charges: Charges,
    /// None in a job of the database, which no feed of this server belongs to.
    feed: Option<Feed>,
}

impl Batch {
    /// Takes the counter of events first: whoever else writes to the workspace waits until this is committed.
    pub async fn begin(Store { db, clock, limits, feed }: &Store) -> Result<Self, Error> {
        let mut transaction = db.begin().await?;
        let events = Events::begin(&mut transaction).await?;
        // Read after the counter is held, so that times rise with the numbers.
        Ok(Self::of(transaction, events, clock.millis(), limits.clone(), Some(feed.clone())))
    }

    /// Begins a job on the database, in whatever app, at `now`, in Unix seconds. No limit holds there.
    /// Readers learn of its events with the next commit of their server.
    pub async fn begin_job(db: &Db, now: i64) -> Result<Self, Error> {
        let mut transaction = db.begin().await?;
        let events = Events::begin(&mut transaction).await?;
        Ok(Self::of(transaction, events, now.saturating_mul(1_000), Arc::new(Limits::new(0, 0)), None))
    }

    fn of(
        transaction: Transaction,
        events: Events,
        now_ms: i64,
        limits: Arc<Limits>,
        feed: Option<Feed>,
    ) -> Self {
        let (people, sessions, impressions, attributes) = Default::default();
        Self {
            transaction,
            people,
            sessions,
            impressions,
            attributes,
            events,
            now: now_ms.div_euclid(1_000),
            now_ms,
            charges: Charges::new(limits.clone()),
            limits,
            feed,
        }
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

    /// A person of this app, whom the batch holds from now on. Refuses the request where the app has no such person.
    pub async fn person_of_app(&mut self, app_id: &str, id: &str) -> Result<Person, Refusal> {
        let is_theirs = fetch!(&mut self.transaction, any
            "select id from people where app_id = $1 and id = $2" => app_id, id)?;
        match is_theirs {
            true => Ok(self.people.find(&mut self.transaction, id).await?),
            false => Err(Refusal::NoPerson),
        }
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

    /// Adds a change to the ledger.
    pub fn record_change(&mut self, app_id: &str, change: Change) {
        self.events.add_change(app_id, self.now_ms, change);
    }

    /// Adds to the ledger that nobody answers these conversations, by number and person, any more.
    pub fn record_unassigned(&mut self, app_id: &str, by: &ChangedBy, conversations: Vec<(i64, String)>) {
        for (number, person_id) in conversations {
            let change = Change::new(LedgerKind::ConversationAssigned, by.clone());
            self.record_change(app_id, change.of_conversation(number).of_person(&person_id));
        }
    }

    /// Has a person written with the batch. The ledger gets the fields in which they changed.
    pub fn save_person(&mut self, app_id: &str, person: Person, by: ChangedBy) {
        let id = person.id.clone();
        let fields = self.people.save(person);
        if !fields.is_empty() {
            let change = Change::new(LedgerKind::PersonChanged, by).of_person(&id).in_fields(fields);
            self.change_person(app_id, change, |_| ());
        }
    }

    /// Changes a person whom the batch holds, and adds the change to the ledger.
    pub fn change_person(&mut self, app_id: &str, change: Change, how: impl FnOnce(&mut Person)) {
        if let Some(id) = &change.person_id {
            self.people.note_change(id, self.now, how);
        }
        self.record_change(app_id, change);
    }

    /// Writes what is known of a person's visits, which the ledger does not have. The batch holds the person.
    pub fn change_visits(&mut self, id: &str, how: impl FnOnce(&mut Person)) {
        if let Some(person) = self.people.written(id) {
            how(person);
        }
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
        if let Some(feed) = &self.feed {
            feed.announce(latest);
        }
        Ok(())
    }
}
