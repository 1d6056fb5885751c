//! How an account begins.

use super::profile::{checked_email, checked_name, email_taken, fold};
use super::session::{SessionId, random};
use super::tries::{SIGN_UP_BY_ADDRESS, SIGN_UP_BY_EMAIL, Try};
use super::{Accounts, Caller, NewSession};
use crate::accounts::{Role, refusals};
use crate::database::execute;
use crate::error::Error;

impl Accounts {
    /// Makes a customer's account and begins its first session, as a log-in would.
    ///
    /// An address that has an account costs the same work; the answer tells, as it must while no mail can. Every try
    /// counts, so that addresses cannot be asked for by the thousand, nor accounts made.
    pub async fn sign_up(
        &self,
        caller: impl Into<Caller<'_>>,
        name: &str,
        email: &str,
        password: &str,
    ) -> Result<NewSession, Error> {
        let caller = caller.into();
        let (name, email) = (checked_name(name, "name")?, checked_email(email)?);
        self.check_new("password", password, name, email).await?;
        let by_address = caller.address.map(|address| Try::from_address(SIGN_UP_BY_ADDRESS, address));
        let tries = by_address.into_iter().chain([Try::of(SIGN_UP_BY_EMAIL, &fold(email))]);
        let taken = self.take(tries, None).await?;
        let hash = self.passwords.hash(password.to_owned()).await;
        let (hash, _) = self.unless_unavailable(taken, hash).await?;
        let (account_id, id) = (random::<16>()?, SessionId::fresh()?);

        let mut transaction = self.db.begin().await?;
        let made = execute!(&mut transaction, |db| sqlx::query(
            "insert into accounts (id, email, email_folded, name, password_hash, role, created_at)
             values ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(&account_id)
        .bind(email)
        .bind(fold(email))
        .bind(name)
        .bind(hash)
        .bind(Role::Customer)
        .bind(self.clock.seconds())
        .execute(db));
        if let Err(error) = made {
            let refused = email_taken(error, refusals::EMAIL_HAS_ACCOUNT);
            if matches!(refused, Error::Invalid { .. }) {
                tracing::info!(target: "audit", event = "sign_up_refused");
            }
            return Err(refused);
        }
        let begun = self.insert_session(&mut transaction, caller, &id, &account_id).await?;
        transaction.commit().await?;
        begun.tell("sign_up", &account_id);
        self.answer(id, begun).await
    }
}
