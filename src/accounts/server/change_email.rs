//! A change of the address that somebody logs in with.

use super::profile::{checked_email, fold};
use super::tries::{EMAIL_BY_ACCOUNT, SIGN_UP_BY_ADDRESS, SIGN_UP_BY_EMAIL, Try};
use super::{Accounts, Caller, CurrentSession, audited};
use crate::accounts::{SignedIn, refusals};
use crate::database::fetch;
use crate::error::Error;

impl Accounts {
    /// Stores another address for whoever knows the password: it is what one logs in with.
    /// The revision rises only if something changed.
    ///
    /// The answer shows whether somebody has the address, taken or not. So it costs what a sign-up costs, and none of
    /// it is given back; nothing for one's own in other letters.
    pub async fn change_email(
        &self,
        caller: impl Into<Caller<'_>>,
        session: &CurrentSession,
        email: &str,
        password: &str,
    ) -> Result<SignedIn, Error> {
        self.check_changeable(session)?;
        let email = checked_email(email)?;
        let stored = self.confirm(session, password, "password", "email_change_failed").await?;
        let (account_id, folded) = (session.account_id.as_str(), fold(email));
        if folded != fold(&session.signed_in.email) {
            let by_address =
                caller.into().address.map(|address| Try::from_address(SIGN_UP_BY_ADDRESS, address));
            let tries = [Try::of(SIGN_UP_BY_EMAIL, &folded), Try::of(EMAIL_BY_ACCOUNT, account_id)];
            self.take(by_address.into_iter().chain(tries), Some(account_id), session.address).await?;
        }
        let mut transaction = self.db.begin().await?;
        let saved: Result<Option<SignedIn>, _> = fetch!(&mut transaction, optional
            "update accounts set email = $3, email_folded = $4,
               revision = revision + case when email <> $3 then 1 else 0 end
             where id = $1 and password_hash = $2 returning name, email, role, company_name, revision"
            => account_id, &stored, email, folded);
        let saved = saved.map_err(|error| match error {
            sqlx::Error::Database(cause) if cause.is_unique_violation() => {
                tracing::info!(target: "audit", event = "email_change_refused", account_id, address = audited(session.address));
                Error::invalid("email", refusals::EMAIL_TAKEN)
            }
            other => other.into(),
        })?;
        let saved = saved.ok_or_else(|| Error::invalid("password", refusals::PASSWORD_WRONG))?;
        transaction.commit().await?;
        tracing::info!(target: "audit", event = "email_changed", account_id, revision = saved.revision, address = audited(session.address));
        self.refresh_demo_accounts().await?;
        Ok(SignedIn { session_key: session.signed_in.session_key.clone(), ..saved })
    }
}
