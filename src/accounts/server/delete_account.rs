//! The end of an account.

use super::hold_account::hold_account;
use super::{Accounts, CurrentSession, audited};
use crate::accounts::refusals;
use crate::database::execute;
use crate::error::Error;

impl Accounts {
    /// Deletes the account for whoever knows its password, with all its sessions. Has everyone else forget the person.
    /// Returns the `Set-Cookie` line that expires this session here.
    pub async fn delete_account(&self, session: &CurrentSession, password: &str) -> Result<String, Error> {
        self.check_changeable(session)?;
        let stored = self.confirm(session, password, "password", "account_deletion_failed").await?;
        let account_id = session.account_id.as_str();
        let mut transaction = self.db.begin().await?;
        if !hold_account(&mut transaction, account_id, Some(&stored)).await? {
            return Err(Error::invalid("password", refusals::PASSWORD_WRONG));
        }
        let sessions =
            execute!(&mut transaction, "delete from sessions where account_id = $1" => account_id)?;
        execute!(&mut transaction, "delete from accounts where id = $1" => account_id)?;
        // Kept for a while: what cannot be forgotten now, and what a late ping brings back, is forgotten later.
        execute!(&mut transaction,
            "insert into deleted_accounts (account_id, deleted_at) values ($1, $2)"
            => account_id, self.clock.seconds())?;
        transaction.commit().await?;
        tracing::info!(target: "audit", event = "account_deleted", account_id, sessions, address = audited(session.address));
        self.session_ends.of(account_id);
        self.refresh_demo_accounts().await?;
        if self.forget_elsewhere(account_id).await.is_err() {
            tracing::warn!(
                account_id,
                "the workspace could not forget a person: it is asked again within the hour"
            );
        }
        Ok(self.settings.expired_cookie())
    }
}
