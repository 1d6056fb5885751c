//! How an account begins.

use super::new_account::{NewAccount, insert_account};
use super::profile::{checked_email, checked_name, fold};
use super::session::SessionId;
use super::tries::{SIGN_UP_BY_ADDRESS, SIGN_UP_BY_EMAIL, Try};
use super::{Accounts, Caller, NewSession, audited};
use crate::accounts::{Role, refusals};
use crate::error::Error;
use crate::random;

impl Accounts {
    /// Makes a customer's account and begins its first session, as a log-in would. The account gets what this browser's
    /// visitor did before; the e-mail alone proves nothing, so it brings nothing along.
    ///
    /// An address that has an account costs the same work; the answer shows it, as it must while no mail can. Every try
    /// counts, so that addresses cannot be asked for by the thousand, nor accounts made.
    pub async fn sign_up(
        &self,
        caller: impl Into<Caller<'_>>,
        name: &str,
        email: &str,
        password: &str,
    ) -> Result<NewSession, Error> {
        let caller = caller.into();
        let (name, email) = self.check_sign_up(name, email, password).await?;
        let by_address = caller.address.map(|address| Try::from_address(SIGN_UP_BY_ADDRESS, address));
        let tries = by_address.into_iter().chain([Try::of(SIGN_UP_BY_EMAIL, &fold(email))]);
        let taken = self.take(tries, None, caller.address).await?;
        let hash = self.passwords.hash(password.to_owned()).await;
        let (hash, _) = self.unless_unavailable(taken, hash).await?;
        let (account_id, id) = (random::text::<16>()?, SessionId::fresh()?);

        let mut transaction = self.db.begin().await?;
        let new = NewAccount { id: &account_id, name, email, hash: &hash, role: Role::Customer };
        if !insert_account(&mut transaction, &new, self.clock.seconds()).await? {
            tracing::info!(target: "audit", event = "sign_up_refused", address = audited(caller.address));
            return Err(Error::invalid("email", refusals::EMAIL_HAS_ACCOUNT));
        }
        self.join_visitor_records(&mut transaction, caller.headers, &account_id).await?;
        let begun = self.insert_session(&mut transaction, caller, &id, &account_id).await?;
        transaction.commit().await?;
        begun.audit("sign_up", &account_id, caller);
        self.answer(id, begun).await
    }

    /// Returns name and e-mail as they are stored. Refused with all that is wrong.
    async fn check_sign_up<'a>(
        &self,
        name: &'a str,
        email: &'a str,
        password: &str,
    ) -> Result<(&'a str, &'a str), Error> {
        let (name, email) = (checked_name(name, "name"), checked_email(email));
        // A name or address that is not taken may be of any length, so the password is not compared with it.
        let known_as = |text: &Result<&'a str, Error>| text.as_ref().copied().unwrap_or_default();
        let password = self.check_new("password", password, known_as(&name), known_as(&email)).await;
        match (name, email, password) {
            (Ok(name), Ok(email), Ok(())) => Ok((name, email)),
            (name, email, password) => Err(Error::all([name.err(), email.err(), password.err()])),
        }
    }
}
