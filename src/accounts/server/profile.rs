//! Name, company and e-mail: what is taken, and how a change is reported.

use super::{Accounts, CurrentSession};
use crate::accounts::{SignedIn, refusals};
use crate::database::{fetch, read};
use crate::error::Error;
use crate::random;

const LONGEST_NAME: usize = 100;
/// The longest address that a mail server takes (RFC 5321).
const LONGEST_EMAIL: usize = 254;

/// An address as look-ups know it: nobody remembers how they capitalised it.
pub(super) fn fold(email: &str) -> String {
    email.trim().to_lowercase()
}

impl Accounts {
    /// Stores the name, and that of the company if there is one. Returns the account as it then is.
    /// The revision rises only if something changed.
    pub async fn save_profile(
        &self,
        session: &CurrentSession,
        name: &str,
        company: &str,
    ) -> Result<SignedIn, Error> {
        self.check_changeable(session)?;
        let name = checked_name(name, "name")?;
        let company = match company.trim() {
            "" => None,
            company => Some(checked_name(company, "company")?),
        };
        let mut transaction = self.db.begin().await?;
        let changed: Option<SignedIn> = fetch!(&mut transaction, optional
            "update accounts set name = $2, company_name = $3, revision = revision + 1,
               company_id = case when $3 is null then null else coalesce(company_id, $4) end
             where id = $1 and (name <> $2 or company_name is distinct from $3)
             returning name, email, role, company_name, revision"
            => &session.account_id, name, company, random::text::<16>()?)?;
        transaction.commit().await?;
        let saved = match changed {
            Some(saved) => {
                tracing::info!(
                    target: "audit", event = "profile_changed",
                    account_id = session.account_id, revision = saved.revision
                );
                self.refresh_demo_accounts().await?;
                saved
            }
            None => {
                let same = read!(&self.db, optional
                    "select name, email, role, company_name, revision from accounts where id = $1"
                    => &session.account_id)?;
                same.ok_or(Error::LoggedOut)?
            }
        };
        Ok(SignedIn { session_key: session.signed_in.session_key.clone(), ..saved })
    }
}

pub(super) fn checked_name<'a>(name: &'a str, field: &str) -> Result<&'a str, Error> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::invalid(field, refusals::NAME_MISSING));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(Error::invalid(field, refusals::NAME_TOO_LONG));
    }
    if name.chars().any(char::is_control) {
        return Err(Error::invalid(field, refusals::NAME_NOT_ONE_LINE));
    }
    Ok(name)
}

/// Checks whether an address looks complete, which catches slips of the hand. Only sending a mail proves an address.
pub fn checked_email(email: &str) -> Result<&str, Error> {
    let email = email.trim();
    if email.len() > LONGEST_EMAIL {
        return Err(Error::invalid("email", refusals::EMAIL_TOO_LONG));
    }
    if !email.split_once('@').is_some_and(|(local, domain)| plausible(local, domain)) {
        return Err(Error::invalid("email", refusals::EMAIL_NOT_WHOLE));
    }
    Ok(email)
}

fn plausible(local: &str, domain: &str) -> bool {
    let one_word = |text: &str| !text.chars().any(|c| c.is_whitespace() || c.is_control() || c == '@');
    let labels_whole = domain.split('.').all(|label| !label.is_empty());
    !local.is_empty() && domain.contains('.') && labels_whole && one_word(local) && one_word(domain)
}
