//! The account of a new teammate.

use super::Accounts;
use super::new_account::{NewAccount, insert_account};
use super::profile::{checked_email, checked_name, fold};
use crate::accounts::{Role, refusals};
use crate::database::read;
use crate::error::Error;
use crate::random;

impl Accounts {
    /// The id and name of the teammate with this address.
    pub async fn find_teammate(&self, email: &str) -> Result<Option<(String, String)>, Error> {
        let email = checked_email(email)?;
        Ok(read!(&self.db, optional
            "select id, name from accounts where email_folded = $1 and role = $2"
            => fold(email), Role::Teammate)?)
    }

    /// The ids and e-mail addresses of the teammates' accounts.
    pub async fn teammates(&self) -> Result<Vec<(String, String)>, Error> {
        Ok(read!(&self.db, all "select id, email from accounts where role = $1" => Role::Teammate)?)
    }

    /// Makes a teammate's account and returns its id and name. Without a name, the teammate is named after the address.
    /// An account that is there is never made a teammate's: nobody has confirmed whose its address is.
    pub async fn make_teammate(
        &self,
        email: &str,
        name: Option<&str>,
        password: &str,
    ) -> Result<(String, String), Error> {
        let email = checked_email(email)?;
        let name = match name {
            Some(name) => checked_name(name, "name")?,
            None => email.split('@').next().unwrap_or_default(),
        };
        self.check_new("password", password, name, email).await?;
        let hash = self.passwords.hash(password.to_owned()).await?;
        let id = random::text::<16>()?;
        let new = NewAccount { id: &id, name, email, hash: &hash, role: Role::Teammate };
        let mut transaction = self.db.begin().await?;
        if !insert_account(&mut transaction, &new, self.clock.seconds()).await? {
            return Err(Error::invalid("email", refusals::EMAIL_TAKEN));
        }
        transaction.commit().await?;
        tracing::info!(target: "audit", event = "teammate_made", account_id = id);
        Ok((id, name.to_owned()))
    }
}
