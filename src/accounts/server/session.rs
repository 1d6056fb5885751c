//! Sessions: a random id in a cookie, its hash in the database, and the two ends that each has.

use axum::http::HeaderMap;
use sqlx::FromRow;
use std::net::IpAddr;

use super::{AccountCompany, Accounts};
use crate::accounts::{Role, SignedIn};
use crate::database::{commit, read};
use crate::error::Error;
use crate::random;
use crate::reply::{cookie_line, cookie_value};

/// The seconds within which use is noted once. It is noted no finer, so that most requests only read.
const TOUCH_SECONDS: i64 = 60;

#[derive(Clone, Copy, Debug)]
pub struct SessionSettings {
    /// The seconds without use after which a session ends.
    pub idle_seconds: i64,
    /// The seconds after log-in at which a session ends, used or not.
    pub max_seconds: i64,
    /// Whether people reach the site by https.
    pub secure_cookie: bool,
}

impl SessionSettings {
    /// The name of the session's cookie.
    /// Browsers take a `__Host-` cookie only from this very host over https: no sibling domain can plant one.
    fn cookie_name(&self) -> &'static str {
        if self.secure_cookie { "__Host-session" } else { "session" }
    }

    pub(super) fn cookie_of(&self, id: &SessionId) -> String {
        cookie_line(self.cookie_name(), &id.0, self.max_seconds, self.secure_cookie)
    }

    pub(super) fn expired_cookie(&self) -> String {
        cookie_line(self.cookie_name(), "", 0, self.secure_cookie)
    }

    pub(super) fn id_in(&self, headers: &HeaderMap) -> Option<SessionId> {
        cookie_value(headers, self.cookie_name()).map(SessionId::given)
    }
}

/// The value of the session's cookie: 256 random bits, known to one browser alone.
pub(super) struct SessionId(String);

impl SessionId {
    pub(super) fn fresh() -> Result<Self, Error> {
        random::credential().map(Self)
    }

    /// Takes a session's id as a cookie brought it.
    pub(super) fn given(value: &str) -> Self {
        Self(value.to_owned())
    }

    pub(super) fn value(&self) -> &str {
        &self.0
    }

    pub(super) fn hash(&self) -> String {
        random::hash(&self.0)
    }
}

/// The session of this request, and the time at which the session ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrentSession {
    pub signed_in: SignedIn,
    pub account_id: String,
    /// The account's own role. Here it may count for less.
    pub account_role: Role,
    /// Whether the account's log-in asks for a code.
    pub has_second_factor: bool,
    /// The time at which the account was made, in Unix seconds, like all times here.
    pub account_created_at: i64,
    pub company: Option<AccountCompany>,
    pub last_used_at: i64,
    /// The client's address, if the request came by the network.
    pub address: Option<IpAddr>,
    /// The sooner of idle and absolute end. From this second on the session is dead.
    pub ends_at: i64,
}

#[derive(FromRow)]
struct SessionRow {
    #[sqlx(flatten)]
    signed_in: SignedIn,
    account_id: String,
    created_at: i64,
    last_used_at: i64,
    account_created_at: i64,
    company_id: Option<String>,
    second_factor_since: Option<i64>,
}

impl SessionRow {
    fn into_session(self, settings: &SessionSettings) -> CurrentSession {
        let idle_end = self.last_used_at.saturating_add(settings.idle_seconds);
        let absolute_end = self.created_at.saturating_add(settings.max_seconds);
        let company = self.company_id.zip(self.signed_in.company.clone());
        CurrentSession {
            account_role: self.signed_in.role,
            signed_in: self.signed_in,
            account_id: self.account_id,
            has_second_factor: self.second_factor_since.is_some(),
            account_created_at: self.account_created_at,
            company: company.map(|(id, name)| AccountCompany { id, name }),
            address: None,
            last_used_at: self.last_used_at,
            ends_at: idle_end.min(absolute_end),
        }
    }
}

impl Accounts {
    /// The live session of a request's cookie, if it has one. Asking does not count as use: see [`Accounts::touch`].
    pub async fn current(&self, headers: &HeaderMap) -> Result<Option<CurrentSession>, Error> {
        match self.settings.id_in(headers) {
            Some(id) => self.find_session(&id).await,
            None => Ok(None),
        }
    }

    pub(super) async fn find_session(&self, id: &SessionId) -> Result<Option<CurrentSession>, Error> {
        let row: Option<SessionRow> = read!(&self.db, optional
            "select s.account_id, s.key, s.created_at, s.last_used_at,
                    a.name, a.email, a.role, a.revision, a.created_at as account_created_at,
                    a.company_id, a.company_name, f.confirmed_at as second_factor_since
             from sessions s join accounts a on a.id = s.account_id
             left join second_factors f on f.account_id = a.id where s.id_hash = $1" => id.hash())?;
        let now = self.clock.seconds();
        let session =
            row.filter(|row| self.is_open(&row.account_id)).map(|row| row.into_session(&self.settings));
        Ok(session.filter(|session| now < session.ends_at))
    }

    /// Notes that a person used the session just now, which moves its idle end. Never revives one that has ended.
    /// The absolute end stays where it is.
    pub async fn touch(&self, session: &CurrentSession) -> Result<(), Error> {
        let now = self.clock.seconds();
        if now < session.last_used_at + TOUCH_SECONDS {
            return Ok(());
        }
        commit!(&self.db,
            "update sessions set last_used_at = $1
             where key = $2 and last_used_at < $1 and last_used_at > $3 and created_at > $4"
            => now, &session.signed_in.session_key, now - self.settings.idle_seconds,
               now - self.settings.max_seconds)?;
        Ok(())
    }

    /// Forgets sessions that have ended by themselves. Returns how many.
    pub(super) async fn sweep_sessions(&self) -> Result<u64, Error> {
        let now = self.clock.seconds();
        Ok(commit!(&self.db,
            "delete from sessions where last_used_at <= $1 or created_at <= $2"
            => now - self.settings.idle_seconds, now - self.settings.max_seconds)?)
    }
}
