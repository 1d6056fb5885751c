//! How a session begins and ends.

use axum::http::HeaderMap;

use super::password::LONGEST_PASSWORD;
use super::seed::is_demo;
use super::session::{CurrentSession, SessionId, random};
use super::{Accounts, profile};
use crate::database::{execute, fetch, read};
use crate::error::Error;

/// A log-in that succeeded.
pub struct NewSession {
    pub session: CurrentSession,
    /// The `Set-Cookie` line.
    pub cookie: String,
}

impl Accounts {
    /// Begins a session, with a new id always, and ends the one whose cookie the request brought.
    ///
    /// An unknown e-mail costs the same work and gets the same answer as a wrong password.
    pub async fn log_in(
        &self,
        headers: &HeaderMap,
        email: &str,
        password: &str,
    ) -> Result<NewSession, Error> {
        if password.len() > LONGEST_PASSWORD {
            return Err(Error::WrongCredentials);
        }
        let found: Option<(String, String)> = read!(&self.db, |db| sqlx::query_as(
            "select id, password_hash from accounts where email_folded = $1"
        )
        .bind(profile::fold(email))
        .fetch_optional(db))?;
        // A database that has seen development must not open to everybody in production.
        let found = found.filter(|(id, _)| !is_demo(id) || self.offers_demo_accounts());
        let stored = found.as_ref().map(|(_, stored)| stored.clone());
        let right = self.passwords.matches(password.to_owned(), stored).await?;
        let id = SessionId::fresh()?;
        let begun = match found.filter(|_| right) {
            Some((account_id, stored)) => {
                self.begin_session(headers, &id, &account_id, &stored).await?.then_some(account_id)
            }
            None => None,
        };
        let Some(account_id) = begun else {
            tracing::info!(target: "audit", event = "log_in_failed");
            return Err(Error::WrongCredentials);
        };
        let session =
            self.find_session(&id).await?.ok_or_else(|| Error::internal("a new session is gone"))?;
        tracing::info!(target: "audit", event = "log_in", account_id, session = session.signed_in.session_key);
        Ok(NewSession { session, cookie: self.settings.cookie_of(&id) })
    }

    /// False if the password was changed since it was found right.
    async fn begin_session(
        &self,
        headers: &HeaderMap,
        id: &SessionId,
        account_id: &str,
        stored: &str,
    ) -> Result<bool, Error> {
        let now = self.clock.seconds();
        let old = self.settings.id_in(headers).map(|id| id.hash());
        let key = random::<16>()?;
        let mut transaction = self.db.begin().await?;
        // Locks the row: a change of password under way ends this session too, or stops it here.
        let still_right = execute!(&mut transaction, |db| sqlx::query(
            "update accounts set password_hash = password_hash where id = $1 and password_hash = $2"
        )
        .bind(account_id)
        .bind(stored)
        .execute(db))?;
        if still_right == 0 {
            return Ok(false);
        }
        // One sweep serves both ends: a session past its absolute end can no longer be touched and lies idle soon.
        execute!(&mut transaction, |db| sqlx::query(
            "delete from sessions where id_hash = $1 or last_used_at <= $2"
        )
        .bind(old)
        .bind(now - self.settings.idle_seconds)
        .execute(db))?;
        execute!(&mut transaction, |db| sqlx::query(
            "insert into sessions (id_hash, account_id, key, created_at, last_used_at)
             values ($1, $2, $3, $4, $4)",
        )
        .bind(id.hash())
        .bind(account_id)
        .bind(key)
        .bind(now)
        .execute(db))?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Ends the session of the request's cookie, if there is one, and returns the `Set-Cookie` line that expires it.
    pub async fn log_out(&self, headers: &HeaderMap) -> Result<String, Error> {
        if let Some(id) = self.settings.id_in(headers) {
            let mut transaction = self.db.begin().await?;
            let ended: Option<(String, String)> = fetch!(&mut transaction, |db| sqlx::query_as(
                "delete from sessions where id_hash = $1 returning account_id, key"
            )
            .bind(id.hash())
            .fetch_optional(db))?;
            transaction.commit().await?;
            if let Some((account_id, session)) = ended {
                tracing::info!(target: "audit", event = "log_out", account_id, session);
            }
        }
        Ok(self.settings.expired_cookie())
    }

    /// Ends every session of this one's account, this one too, and returns the `Set-Cookie` line that expires it here.
    pub async fn log_out_everywhere(&self, session: &CurrentSession) -> Result<String, Error> {
        let account_id = session.account_id.as_str();
        let mut transaction = self.db.begin().await?;
        let sessions =
            execute!(&mut transaction, |db| sqlx::query("delete from sessions where account_id = $1")
                .bind(account_id)
                .execute(db))?;
        transaction.commit().await?;
        tracing::info!(target: "audit", event = "log_out_everywhere", account_id, sessions);
        Ok(self.settings.expired_cookie())
    }
}
