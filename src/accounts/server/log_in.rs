//! How a session begins and ends.

use axum::http::HeaderMap;

use super::device::device;
use super::hold_account::hold_account;
use super::password::LONGEST_PASSWORD;
use super::session::{CurrentSession, SessionId};
use super::tries::{LOG_IN_BY_ADDRESS, Try};
use super::{Accounts, Caller, audited, profile};
use crate::accounts::refusals;
use crate::database::{Transaction, execute, fetch, read};
use crate::error::Error;
use crate::random;

/// A log-in that succeeded.
pub struct NewSession {
    pub session: CurrentSession,
    /// The `Set-Cookie` line of the session.
    pub cookie: String,
    /// The `Set-Cookie` line that makes the browser known. Its cookie outlives the session.
    pub browser_cookie: String,
}

/// A session that is written down.
pub(super) struct Begun {
    key: String,
    /// The account and key of the session that this browser had before.
    ended: Option<(String, String)>,
    browser_cookie: String,
}

impl Begun {
    /// Writes the session to the audit, as soon as it is committed.
    pub(super) fn audit(&self, event: &'static str, account_id: &str, caller: Caller<'_>) {
        let address = audited(caller.address);
        tracing::info!(target: "audit", event, account_id, session = self.key, address);
        if let Some((account_id, session)) = &self.ended {
            tracing::info!(target: "audit", event = "session_ended", account_id, session);
        }
    }
}

impl Accounts {
    /// Begins a session, with a new id always, and ends the one whose cookie the request brought.
    ///
    /// An unknown e-mail costs the same work and gets the same answer as a wrong password.
    pub async fn log_in(
        &self,
        caller: impl Into<Caller<'_>>,
        email: &str,
        password: &str,
    ) -> Result<NewSession, Error> {
        self.log_in_with_code(caller, email, password, "").await
    }

    /// Begins a session as [`Self::log_in`] does, with the code of an authenticator.
    /// An account that needs a code refuses the right password without one, with the field `code`. A wrong code costs
    /// what a wrong password does.
    pub async fn log_in_with_code(
        &self,
        caller: impl Into<Caller<'_>>,
        email: &str,
        password: &str,
        code: &str,
    ) -> Result<NewSession, Error> {
        let caller = caller.into();
        if password.len() > LONGEST_PASSWORD {
            return Err(Error::WrongCredentials);
        }
        let email = profile::fold(email);
        let found = self.credentials(&email).await?;
        let by_address = caller.address.map(|address| Try::from_address(LOG_IN_BY_ADDRESS, address));
        let account_id = found.as_ref().map(|(account_id, _)| account_id.as_str());
        let by_account = self.tries_of_account(caller, &email, account_id).await?;
        let taken = self.take(by_address.into_iter().chain([by_account]), account_id, caller.address).await?;

        let stored = found.as_ref().map(|(_, stored)| stored.clone());
        let right = self.passwords.matches(password.to_owned(), stored).await;
        let (right, taken) = self.unless_unavailable(taken, right).await?;
        let (account_id, stored) = match found {
            Some(found) if right => found,
            found => {
                let account_id = found.as_ref().map(|(account_id, _)| account_id.as_str());
                tracing::info!(target: "audit", event = "log_in_failed", account_id, address = audited(caller.address));
                return Err(Error::WrongCredentials);
            }
        };
        if code.trim().is_empty() && self.needs_code(&account_id).await? {
            self.give_back(taken).await?;
            return Err(Error::invalid("code", refusals::CODE_MISSING));
        }
        let rehashed = match self.passwords.is_weaker(&stored) {
            true => self.passwords.hash(password.to_owned()).await.map(Some),
            false => Ok(None),
        };
        let (rehashed, taken) = self.unless_unavailable(taken, rehashed).await?;
        let id = SessionId::fresh()?;
        let mut transaction = self.db.begin().await?;
        // Takes the account's row first: see `hold_account`. A change of password under way ends this session too, or
        // stops it here.
        let still_right = execute!(&mut transaction,
            "update accounts set password_hash = $3 where id = $1 and password_hash = $2"
            => &account_id, &stored, rehashed.as_ref().unwrap_or(&stored))?;
        if still_right == 0 {
            tracing::info!(target: "audit", event = "log_in_failed", account_id, address = audited(caller.address));
            return Err(Error::WrongCredentials);
        }
        if let Err(refused) = self.use_code_at_log_in(&mut transaction, &account_id, code).await {
            tracing::info!(target: "audit", event = "log_in_failed", account_id, address = audited(caller.address));
            return Err(refused);
        }
        let begun = self.insert_session(&mut transaction, caller, &id, &account_id).await?;
        transaction.commit().await?;
        begun.audit("log_in", &account_id, caller);
        if rehashed.is_some() {
            tracing::info!(target: "audit", event = "password_rehashed", account_id);
        }
        self.give_back(taken).await?;
        self.answer(id, begun).await
    }

    /// The id and password hash of the account that may be logged in to with this address.
    async fn credentials(&self, email_folded: &str) -> Result<Option<(String, String)>, Error> {
        // PostgreSQL refuses the text, and no account has it.
        if email_folded.contains('\0') {
            return Ok(None);
        }
        let found: Option<(String, String)> = read!(&self.db, optional
            "select id, password_hash from accounts where email_folded = $1" => email_folded)?;
        Ok(found.filter(|(id, _)| self.is_open(id)))
    }

    /// Writes the session down in place of the one that the caller had.
    pub(super) async fn insert_session(
        &self,
        transaction: &mut Transaction,
        caller: Caller<'_>,
        id: &SessionId,
        account_id: &str,
    ) -> Result<Begun, Error> {
        let (now, key) = (self.clock.seconds(), random::text::<16>()?);
        let old = self.settings.id_in(caller.headers).map(|id| id.hash());
        // One sweep serves both ends: a session past its absolute end can no longer be touched and lies idle soon.
        execute!(transaction,
            "delete from sessions where last_used_at <= $1" => now - self.settings.idle_seconds)?;
        let ended = fetch!(transaction, optional
            "delete from sessions where id_hash = $1 returning account_id, key" => old)?;
        execute!(transaction,
            "insert into sessions (id_hash, account_id, key, created_at, last_used_at, device)
             values ($1, $2, $3, $4, $4, $5)" => id.hash(), account_id, &key, now, device(caller.headers))?;
        Ok(Begun { key, ended, browser_cookie: self.know_browser(transaction, caller, account_id).await? })
    }

    /// The answer to a log-in whose session is committed.
    pub(super) async fn answer(&self, id: SessionId, begun: Begun) -> Result<NewSession, Error> {
        // Somebody may have ended it meanwhile.
        let session = self.find_session(&id).await?.ok_or(Error::LoggedOut)?;
        let cookie = self.settings.cookie_of(&id);
        Ok(NewSession { session, cookie, browser_cookie: begun.browser_cookie })
    }

    /// Ends the session of the request's cookie, if there is one. Returns the `Set-Cookie` line that expires it.
    /// A change of password may have given that session, which the request was found to have, another cookie meanwhile.
    pub async fn log_out(
        &self,
        headers: &HeaderMap,
        session: Option<&CurrentSession>,
    ) -> Result<String, Error> {
        let address = session.and_then(|session| session.address);
        if let Some(id) = self.settings.id_in(headers) {
            let mut transaction = self.db.begin().await?;
            let ended: Vec<(String, String)> = fetch!(&mut transaction, all
                "delete from sessions where id_hash = $1 or key = $2 returning account_id, key"
                => id.hash(), session.map(|session| session.signed_in.session_key.as_str()))?;
            transaction.commit().await?;
            for (account_id, session) in ended {
                let address = audited(address);
                tracing::info!(target: "audit", event = "log_out", account_id, session, address);
                self.session_ends.of(&account_id);
            }
        }
        Ok(self.settings.expired_cookie())
    }

    /// Ends every session of this one's account, this one too, and makes all its browsers strangers.
    /// Returns the `Set-Cookie` line that expires it here.
    pub async fn log_out_everywhere(&self, session: &CurrentSession) -> Result<String, Error> {
        let account_id = session.account_id.as_str();
        let mut transaction = self.db.begin().await?;
        hold_account(&mut transaction, account_id, None).await?;
        let sessions =
            execute!(&mut transaction, "delete from sessions where account_id = $1" => account_id)?;
        self.forget_browsers(&mut transaction, account_id, None).await?;
        transaction.commit().await?;
        tracing::info!(target: "audit", event = "log_out_everywhere", account_id, sessions, address = audited(session.address));
        self.session_ends.of(account_id);
        self.revoke_elsewhere(account_id).await;
        Ok(self.settings.expired_cookie())
    }
}
