//! Name and e-mail: what is taken, and how a change is told.

use sqlx::FromRow;

use super::{Accounts, CurrentSession};
use crate::accounts::{Role, SignedIn, refusals};
use crate::database::{fetch, read};
use crate::error::Error;

const LONGEST_NAME: usize = 100;
/// What a mail server takes (RFC 5321).
const LONGEST_EMAIL: usize = 254;

/// An address as look-ups know it: nobody remembers how they capitalised it.
pub(super) fn fold(email: &str) -> String {
    email.trim().to_lowercase()
}

#[derive(FromRow)]
struct ProfileRow {
    name: String,
    email: String,
    role: Role,
    revision: i64,
}

impl Accounts {
    /// Stores name and e-mail and returns the account as it then is. The revision rises only if something changed.
    pub async fn save_profile(
        &self,
        session: &CurrentSession,
        name: &str,
        email: &str,
    ) -> Result<SignedIn, Error> {
        let (name, email) = (checked_name(name)?, checked_email(email)?);
        let mut transaction = self.db.begin().await?;
        let changed: Option<ProfileRow> = fetch!(&mut transaction, |db| sqlx::query_as(
            "update accounts set name = $2, email = $3, email_folded = $4, revision = revision + 1
             where id = $1 and (name <> $2 or email <> $3) returning name, email, role, revision",
        )
        .bind(&session.account_id)
        .bind(name)
        .bind(email)
        .bind(fold(email))
        .fetch_optional(db))
        .map_err(taken)?;
        transaction.commit().await?;
        let profile = match changed {
            Some(profile) => {
                tracing::info!(
                    target: "audit", event = "profile_changed",
                    account_id = session.account_id, revision = profile.revision
                );
                self.refresh_demo_accounts().await?;
                profile
            }
            None => self.profile(&session.account_id).await?.ok_or(Error::LoggedOut)?,
        };
        Ok(SignedIn {
            name: profile.name,
            email: profile.email,
            role: profile.role,
            session_key: session.signed_in.session_key.clone(),
            revision: profile.revision,
        })
    }

    async fn profile(&self, account_id: &str) -> Result<Option<ProfileRow>, Error> {
        Ok(read!(&self.db, |db| sqlx::query_as(
            "select name, email, role, revision from accounts where id = $1"
        )
        .bind(account_id)
        .fetch_optional(db))?)
    }
}

pub(super) fn invalid(field: &str, message: &str) -> Error {
    Error::Invalid { field: field.to_owned(), message: message.to_owned() }
}

fn taken(error: sqlx::Error) -> Error {
    match error {
        sqlx::Error::Database(cause) if cause.is_unique_violation() => {
            invalid("email", refusals::EMAIL_TAKEN)
        }
        other => other.into(),
    }
}

fn checked_name(name: &str) -> Result<&str, Error> {
    let name = name.trim();
    if name.is_empty() {
        return Err(invalid("name", refusals::NAME_MISSING));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(invalid("name", refusals::NAME_TOO_LONG));
    }
    if name.chars().any(char::is_control) {
        return Err(invalid("name", refusals::NAME_NOT_ONE_LINE));
    }
    Ok(name)
}

/// Only sending a mail proves an address; this catches slips of the hand.
fn checked_email(email: &str) -> Result<&str, Error> {
    let email = email.trim();
    if email.len() > LONGEST_EMAIL {
        return Err(invalid("email", refusals::EMAIL_TOO_LONG));
    }
    if !email.split_once('@').is_some_and(|(local, domain)| plausible(local, domain)) {
        return Err(invalid("email", refusals::EMAIL_NOT_WHOLE));
    }
    Ok(email)
}

fn plausible(local: &str, domain: &str) -> bool {
    let one_word = |text: &str| !text.chars().any(|c| c.is_whitespace() || c.is_control() || c == '@');
    let labels_whole = domain.split('.').all(|label| !label.is_empty());
    !local.is_empty() && domain.contains('.') && labels_whole && one_word(local) && one_word(domain)
}
