//! The password, asked of somebody who is logged in.

use super::password::LONGEST_PASSWORD;
use super::seed::is_demo;
use super::tries::{CONFIRM_BY_ACCOUNT, Try};
use super::{Accounts, CurrentSession, audited};
use crate::accounts::refusals;
use crate::database::read;
use crate::error::Error;

impl Accounts {
    /// Refuses to change a demo account, which strangers share.
    pub(super) fn check_changeable(&self, session: &CurrentSession) -> Result<(), Error> {
        match self.demo_accounts_stay && is_demo(&session.account_id) {
            true => Err(Error::invalid("", refusals::DEMO_STAYS)),
            false => Ok(()),
        }
    }

    /// Asks the account's password of whoever holds a session of it: it may be somebody else's hand. Returns the hash
    /// that it was checked against; what is done then must be done over that one alone.
    pub(super) async fn confirm(
        &self,
        session: &CurrentSession,
        password: &str,
        field: &str,
        refused_event: &'static str,
    ) -> Result<String, Error> {
        let account_id = session.account_id.as_str();
        let tries = [Try::of(CONFIRM_BY_ACCOUNT, account_id)];
        let taken = self.take(tries, Some(account_id), session.address).await?;
        let stored = self.password_hash(account_id).await?.ok_or(Error::LoggedOut)?;
        let right = match password.len() <= LONGEST_PASSWORD {
            true => self.passwords.matches(password.to_owned(), Some(stored.clone())).await,
            false => Ok(false),
        };
        let (right, taken) = self.unless_unavailable(taken, right).await?;
        if !right {
            tracing::info!(target: "audit", event = refused_event, account_id, address = audited(session.address));
            return Err(Error::invalid(field, refusals::PASSWORD_WRONG));
        }
        self.give_back(taken).await?;
        Ok(stored)
    }

    /// Asks the account's password for what is done elsewhere than to the account. The form's field is `password`.
    pub async fn confirm_password(&self, session: &CurrentSession, password: &str) -> Result<(), Error> {
        self.confirm(session, password, "password", "confirmation_failed").await.map(|_| ())
    }

    pub(super) async fn password_hash(&self, account_id: &str) -> Result<Option<String>, Error> {
        Ok(read!(&self.db, optional value "select password_hash from accounts where id = $1" => account_id)?)
    }
}
