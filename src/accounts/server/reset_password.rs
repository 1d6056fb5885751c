//! Another password for somebody who has forgotten theirs. The operator sets it: no mail can prove who asks.

use super::Accounts;
use super::profile::{checked_email, fold};
use crate::database::{execute, read};
use crate::error::Error;

impl Accounts {
    /// Replaces the password of the account with this address. Returns the account's id, if there is one.
    /// Ends all sessions of the account, and makes all its browsers strangers.
    pub async fn reset_password(&self, email: &str, new: &str) -> Result<Option<String>, Error> {
        let email = checked_email(email)?;
        let found: Option<(String, String)> = read!(&self.db, optional
            "select id, name from accounts where email_folded = $1" => fold(email))?;
        let Some((account_id, name)) = found else { return Ok(None) };
        self.check_new("password", new, &name, email).await?;
        let hash = self.passwords.hash(new.to_owned()).await?;
        let mut transaction = self.db.begin().await?;
        let changed = execute!(&mut transaction,
            "update accounts set password_hash = $2, revision = revision + 1 where id = $1"
            => &account_id, hash)?;
        if changed == 0 {
            return Ok(None);
        }
        let ended = execute!(&mut transaction, "delete from sessions where account_id = $1" => &account_id)?;
        self.forget_browsers(&mut transaction, &account_id, None).await?;
        transaction.commit().await?;
        tracing::info!(target: "audit", event = "password_reset", account_id, ended);
        Ok(Some(account_id))
    }
}
