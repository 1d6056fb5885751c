use super::profile::{SavedRow, checked_email, fold, invalid, taken};
use super::tries::{EMAIL_BY_ACCOUNT, Try};
use super::{Accounts, CurrentSession};
use crate::accounts::{SignedIn, refusals};
use crate::database::fetch;
use crate::error::Error;

impl Accounts {
    /// Stores another address for whoever knows the password: it is what one logs in with. The revision rises only if
    /// something changed.
    pub async fn change_email(
        &self,
        session: &CurrentSession,
        email: &str,
        password: &str,
    ) -> Result<SignedIn, Error> {
        self.check_changeable(session)?;
        let email = checked_email(email)?;
        let stored = self.confirm(session, password, "password", "email_change_failed").await?;
        let account_id = session.account_id.as_str();
        let tries = self.take([Try::of(EMAIL_BY_ACCOUNT, account_id)]).await?;
        let mut transaction = self.db.begin().await?;
        let saved: Option<SavedRow> = fetch!(&mut transaction, |db| sqlx::query_as(
            "update accounts set email = $3, email_folded = $4,
               revision = revision + case when email <> $3 then 1 else 0 end
             where id = $1 and password_hash = $2 returning name, email, role, company_name, revision"
        )
        .bind(account_id)
        .bind(&stored)
        .bind(email)
        .bind(fold(email))
        .fetch_optional(db))
        .map_err(|error| taken(error, refusals::EMAIL_TAKEN))?;
        let saved = saved.ok_or_else(|| invalid("password", refusals::PASSWORD_WRONG))?;
        transaction.commit().await?;
        self.give_back(tries).await?;
        tracing::info!(target: "audit", event = "email_changed", account_id, revision = saved.revision);
        self.refresh_demo_accounts().await?;
        Ok(saved.of(session))
    }
}
