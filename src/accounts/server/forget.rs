//! What an account leaves behind elsewhere, and that it is forgotten there too.

use futures::future::BoxFuture;
use std::sync::Arc;

use super::Accounts;
use crate::database::{commit, read};
use crate::error::Error;

/// Another place that keeps data of people beside their accounts. A second call for the same account does no harm.
pub trait ForgetPerson: Send + Sync + 'static {
    fn forget<'a>(&'a self, account_id: &'a str) -> BoxFuture<'a, Result<(), Error>>;

    /// Ends the validity of tokens that were signed for the person until now, where that is possible.
    fn revoke<'a>(&'a self, account_id: &'a str) -> BoxFuture<'a, Result<(), Error>>;

    /// Drops the waiting events of somebody who has withdrawn their consent.
    fn withdraw<'a>(&'a self, account_id: &'a str) -> BoxFuture<'a, Result<(), Error>>;

    /// Whether nothing is left of a person once all is forgotten. Pages promise no more.
    fn forgets_everywhere(&self) -> bool;
}

/// The seconds for which a token that was signed before may open the person again.
/// They are its two hours, and what clocks may differ.
const TOKENS_LIVE_SECONDS: i64 = 3 * 3600;
/// The seconds for which the number of a deleted account is kept at most: the job that forgets it runs hourly.
pub const DELETED_ACCOUNT_SECONDS: i64 = TOKENS_LIVE_SECONDS + 3600;

impl Accounts {
    pub fn and_forget(self, elsewhere: impl ForgetPerson) -> Self {
        Self { elsewhere: Some(Arc::new(elsewhere)), ..self }
    }

    pub fn forgets_everywhere(&self) -> bool {
        self.elsewhere.as_ref().is_none_or(|elsewhere| elsewhere.forgets_everywhere())
    }

    pub(in crate::accounts) async fn withdraw_elsewhere(&self, account_id: &str) -> Result<(), Error> {
        match &self.elsewhere {
            Some(elsewhere) => elsewhere.withdraw(account_id).await,
            None => Ok(()),
        }
    }

    /// Ends the Messenger's sessions of an account, after the commit that ends the account's own.
    pub(super) async fn revoke_elsewhere(&self, account_id: &str) {
        let Some(elsewhere) = &self.elsewhere else { return };
        if elsewhere.revoke(account_id).await.is_err() {
            tracing::warn!(
                account_id,
                "the workspace could not end a person's sessions: they end with their tokens"
            );
        }
    }

    pub(super) async fn forget_elsewhere(&self, account_id: &str) -> Result<(), Error> {
        match &self.elsewhere {
            Some(elsewhere) => elsewhere.forget(account_id).await,
            None => Ok(()),
        }
    }

    /// The hourly job. It forgets, once more, people whose accounts were deleted, and sweeps what is over. Returns
    /// how many rows went. Whatever fails, the rest is done; the first failure is returned then.
    pub async fn tidy(&self) -> Result<u64, Error> {
        let done = [
            self.forget_deleted().await,
            self.sweep_sessions().await,
            self.sweep_tries().await,
            self.sweep_browsers().await,
        ];
        done.into_iter().sum()
    }

    async fn forget_deleted(&self) -> Result<u64, Error> {
        let deleted: Vec<(String, i64)> =
            read!(&self.db, all "select account_id, deleted_at from deleted_accounts")?;
        let (mut gone, mut failed) = (0, None);
        for (account_id, deleted_at) in deleted {
            match self.forget_again(&account_id, deleted_at).await {
                Ok(rows) => gone += rows,
                Err(error) => {
                    tracing::error!(account_id, %error, "a person whose account is deleted could not be forgotten");
                    failed.get_or_insert(error);
                }
            }
        }
        failed.map_or(Ok(gone), Err)
    }

    /// Forgets a person once more, until no token lives that may bring the person back.
    async fn forget_again(&self, account_id: &str, deleted_at: i64) -> Result<u64, Error> {
        self.forget_elsewhere(account_id).await?;
        if deleted_at + TOKENS_LIVE_SECONDS > self.clock.seconds() {
            return Ok(0);
        }
        Ok(commit!(&self.db, "delete from deleted_accounts where account_id = $1" => account_id)?)
    }
}
