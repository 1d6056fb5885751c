//! Messenger sessions: what a boot opens, and which of them a credential opens.

use sqlx::QueryBuilder;
use std::collections::{BTreeSet, HashMap};

use crate::database::{Db, Transaction, execute, fetch, push_list, read};
use crate::error::Error;
use crate::identity::{LEEWAY_SECONDS, has_passed};
use crate::platform::Platform;
use crate::random;
use crate::refusal::IdentityRefusal;

/// A messenger session: a boot opens it, and later requests use it.
/// The widget holds a credential, the database its hash.
#[derive(Clone, sqlx::FromRow)]
pub struct Session {
    pub id_hash: String,
    pub app_id: String,
    pub platform: Platform,
    pub person_id: String,
    /// The key that proved the user.
    pub key_id: Option<String>,
    pub token_hash: Option<String>,
    pub expires_at: i64,
    ended: Option<Ended>,
    pub last_url: String,
    pub last_ping_hash: String,
    /// The number of the outbound message that the session shows.
    pub outbound: Option<i64>,
}

/// The credential that a request shows, and the platform that it comes from.
#[derive(Clone)]
pub struct Bearer {
    pub platform: Platform,
    /// The credential. It is empty where the request shows none: it opens nothing.
    pub credential: String,
}

/// Live sessions that a person may have. A limit of our own.
const MOST: i64 = 100;

/// Why a session is over before its time.
#[derive(Clone, Copy, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
enum Ended {
    KeyRetired,
    Enforced,
}

/// A session to be opened.
pub struct NewSession<'a> {
    pub app_id: &'a str,
    pub platform: Platform,
    pub person_id: &'a str,
    pub key_id: Option<&'a str>,
    pub token_hash: Option<&'a str>,
    pub expires_at: i64,
}

/// The live session that the bearer's credential opens in this app; `now` in Unix seconds.
/// A batch asks [`Batch::live_session`](crate::batch::Batch::live_session), which knows what the batch itself has
/// changed.
pub async fn live_session(
    db: &Db,
    app_id: &str,
    bearer: &Bearer,
    now: i64,
) -> Result<Option<Session>, Error> {
    if bearer.credential.is_empty() {
        return Ok(None);
    }
    let found: Option<Session> = read!(db, optional
        "select * from messenger_sessions where id_hash = $1" => random::hash(&bearer.credential))?;
    Ok(found.filter(|session| session.is_of(app_id, bearer.platform) && session.over(now).is_none()))
}

impl Session {
    /// Whether the session belongs to this app on this platform. A credential opens nothing anywhere else.
    pub fn is_of(&self, app_id: &str, platform: Platform) -> bool {
        self.app_id == app_id && self.platform == platform
    }

    /// Why the session is over, if it is; `now` in Unix seconds.
    pub fn over(&self, now: i64) -> Option<IdentityRefusal> {
        match self.ended {
            Some(Ended::KeyRetired) => Some(IdentityRefusal::SessionOfRetiredKey),
            Some(Ended::Enforced) => Some(IdentityRefusal::SessionUnproved),
            None => has_passed(self.expires_at, now).then_some(IdentityRefusal::SessionExpired),
        }
    }

    /// Whether a token or hash proved its user.
    pub fn is_verified(&self) -> bool {
        self.key_id.is_some()
    }
}

/// The sessions of a batch. Each is read once and written once.
#[derive(Default)]
pub struct Sessions {
    /// Sessions by the credential's hash. None where a credential opens nothing.
    held: HashMap<String, Option<Session>>,
    changed: BTreeSet<String>,
}

impl Sessions {
    pub async fn load(
        &mut self,
        db: &mut Transaction,
        credentials: impl Iterator<Item = &str>,
    ) -> Result<(), Error> {
        let hashes: BTreeSet<String> = credentials
            .filter(|credential| !credential.is_empty())
            .map(random::hash)
            .filter(|hash| !self.held.contains_key(hash))
            .collect();
        if hashes.is_empty() {
            return Ok(());
        }
        let wanted = &hashes;
        let sessions: Vec<Session> = fetch!(db, |db| async move {
            let mut select = QueryBuilder::new("select * from messenger_sessions where id_hash in ");
            push_list(&mut select, wanted).build_query_as().fetch_all(db).await
        })?;
        self.held.extend(hashes.into_iter().map(|hash| (hash, None)));
        self.held.extend(sessions.into_iter().map(|session| (session.id_hash.clone(), Some(session))));
        Ok(())
    }

    pub fn person_ids(&self) -> impl Iterator<Item = &str> {
        self.held.values().flatten().map(|session| session.person_id.as_str())
    }

    /// The session that this credential opens, expired or not, in whatever app.
    pub async fn find(&mut self, db: &mut Transaction, credential: &str) -> Result<Option<Session>, Error> {
        self.load(db, std::iter::once(credential)).await?;
        Ok(self.held.get(&random::hash(credential)).cloned().flatten())
    }

    /// Opens a session. Ends this person's expired ones, and of too many the least recently used: its page boots again.
    /// The credential is known to the caller alone.
    pub async fn open(
        &mut self,
        db: &mut Transaction,
        new: NewSession<'_>,
        now: i64,
    ) -> Result<(String, Session), Error> {
        let NewSession { app_id, platform, person_id, key_id, token_hash, expires_at } = new;
        let gone: Vec<String> = fetch!(db, all values
            "delete from messenger_sessions where person_id = $1 and (expires_at < $2 or id_hash not in
               (select id_hash from messenger_sessions where person_id = $1 and expires_at >= $2
                order by last_seen_at desc, created_at desc, id_hash limit $3))
             returning id_hash" => person_id, now - LEEWAY_SECONDS, MOST - 1)?;
        self.held.extend(gone.into_iter().map(|id_hash| (id_hash, None)));
        let credential = random::credential()?;
        let session: Session = fetch!(db, one
            "insert into messenger_sessions
               (id_hash, app_id, platform, person_id, key_id, token_hash, expires_at, last_url, last_ping_hash,
                created_at, last_seen_at)
             values ($1, $2, $3, $4, $5, $6, $7, '', '', $8, $8) returning *"
            => random::hash(&credential), app_id, platform, person_id, key_id, token_hash, expires_at, now)?;
        self.held.insert(session.id_hash.clone(), Some(session.clone()));
        Ok((credential, session))
    }

    /// Renews a session with another token, whatever ended it.
    pub async fn renew(&mut self, db: &mut Transaction, session: &mut Session) -> Result<(), Error> {
        session.ended = None;
        execute!(db,
            "update messenger_sessions set key_id = $2, token_hash = $3, expires_at = $4, ended = null
             where id_hash = $1"
            => &session.id_hash, &session.key_id, &session.token_hash, session.expires_at)?;
        self.held.insert(session.id_hash.clone(), Some(session.clone()));
        Ok(())
    }

    /// Has the session's last impression written with the batch.
    pub fn save(&mut self, session: Session) {
        self.changed.insert(session.id_hash.clone());
        self.held.insert(session.id_hash.clone(), Some(session));
    }

    pub async fn end(&mut self, db: &mut Transaction, session: &Session) -> Result<(), Error> {
        self.held.insert(session.id_hash.clone(), None);
        execute!(db, "delete from messenger_sessions where id_hash = $1" => &session.id_hash)?;
        Ok(())
    }

    /// Drops the sessions of a person who is no more.
    pub fn forget(&mut self, person_id: &str) {
        for held in self.held.values_mut() {
            if held.as_ref().is_some_and(|session| session.person_id == person_id) {
                *held = None;
            }
        }
    }

    pub async fn flush(&self, db: &mut Transaction, now: i64) -> Result<(), Error> {
        let changed = self.changed.iter().filter_map(|hash| self.held.get(hash)?.as_ref());
        let sessions: Vec<&Session> = changed.collect();
        if sessions.is_empty() {
            return Ok(());
        }
        execute!(db, |db| async move {
            let mut update = QueryBuilder::new("update messenger_sessions set last_seen_at = ");
            update
                .push_bind(now)
                .push(", last_url = v.column2, last_ping_hash = v.column3, outbound = v.column4 from (");
            update.push_values(sessions, |mut row, session| {
                row.push_bind(&session.id_hash)
                    .push_bind(&session.last_url)
                    .push_bind(&session.last_ping_hash)
                    .push_bind(session.outbound);
            });
            update.push(") as v where messenger_sessions.id_hash = v.column1").build().execute(db).await
        })?;
        Ok(())
    }
}
