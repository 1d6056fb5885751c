//! The name, address and age of an account.

use super::Accounts;
use crate::database::read;
use crate::error::Error;

/// The name, address and age of an account, for modules that pass them on.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct AccountIdentity {
    pub name: String,
    pub email: String,
    /// The time at which the account was made, in Unix seconds.
    pub created_at: i64,
}

impl Accounts {
    /// Returns the identity of an account. None if the account is no more.
    pub async fn identity(&self, account_id: &str) -> Result<Option<AccountIdentity>, Error> {
        Ok(read!(&self.db, optional
            "select name, email, created_at from accounts where id = $1" => account_id)?)
    }
}
