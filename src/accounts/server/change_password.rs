//! A new password, and who is thrown out by it.

use super::password::LONGEST_PASSWORD;
use super::profile::invalid;
use super::seed::is_demo;
use super::session::SessionId;
use super::{Accounts, CurrentSession};
use crate::accounts::refusals;
use crate::database::{execute, read};
use crate::error::Error;

const SHORTEST_PASSWORD: usize = 10;

impl Accounts {
    /// Changes the password for whoever knows the current one, ends all other sessions of the account, and returns the
    /// `Set-Cookie` line of this one's new id.
    ///
    /// The id is new so that a stolen copy of this browser's cookie dies as well; the key stays, because it is the same
    /// person's same session that goes on.
    pub async fn change_password(
        &self,
        session: &CurrentSession,
        current: &str,
        new: &str,
    ) -> Result<String, Error> {
        let account_id = session.account_id.as_str();
        if self.demo_passwords_stay && is_demo(account_id) {
            return Err(invalid("", refusals::PASSWORD_OF_ALL));
        }
        check_new(new)?;
        let stored = self.password_hash(account_id).await?.ok_or(Error::LoggedOut)?;
        let wrong = || invalid("current_password", refusals::PASSWORD_WRONG);
        if current.len() > LONGEST_PASSWORD
            || !self.passwords.matches(current.to_owned(), Some(stored.clone())).await?
        {
            tracing::info!(target: "audit", event = "password_change_failed", account_id);
            return Err(wrong());
        }
        let hash = self.passwords.hash(new.to_owned()).await?;
        let id = SessionId::fresh()?;

        let mut transaction = self.db.begin().await?;
        // Only over the hash that was checked: of two changes at once the second knows the current one no more.
        let changed = execute!(&mut transaction, |db| sqlx::query(
            "update accounts set password_hash = $3 where id = $1 and password_hash = $2"
        )
        .bind(account_id)
        .bind(&stored)
        .bind(hash)
        .execute(db))?;
        if changed == 0 {
            return Err(wrong());
        }
        let goes_on =
            execute!(&mut transaction, |db| sqlx::query("update sessions set id_hash = $1 where key = $2")
                .bind(id.hash())
                .bind(&session.signed_in.session_key)
                .execute(db))?;
        if goes_on == 0 {
            return Err(Error::LoggedOut);
        }
        let ended = execute!(&mut transaction, |db| sqlx::query(
            "delete from sessions where account_id = $1 and key <> $2"
        )
        .bind(account_id)
        .bind(&session.signed_in.session_key)
        .execute(db))?;
        transaction.commit().await?;
        tracing::info!(target: "audit", event = "password_changed", account_id, ended);
        Ok(self.settings.cookie_of(&id))
    }

    async fn password_hash(&self, account_id: &str) -> Result<Option<String>, Error> {
        let found: Option<(String,)> =
            read!(&self.db, |db| sqlx::query_as("select password_hash from accounts where id = $1")
                .bind(account_id)
                .fetch_optional(db))?;
        Ok(found.map(|(hash,)| hash))
    }
}

fn check_new(password: &str) -> Result<(), Error> {
    if password.chars().count() < SHORTEST_PASSWORD {
        return Err(invalid("new_password", refusals::PASSWORD_TOO_SHORT));
    }
    if password.len() > LONGEST_PASSWORD {
        return Err(invalid("new_password", refusals::PASSWORD_TOO_LONG));
    }
    Ok(())
}
