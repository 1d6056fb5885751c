//! A teammate's second factor: codes of an authenticator app, each of 30 seconds (RFC 6238, with SHA-1 and six digits, which
//! every app knows).

use sqlx::FromRow;
use totp_rs::{Builder, Secret, Totp};

use super::hold_account::hold_account;
use super::{Accounts, CurrentSession, audited};
use crate::accounts::{Role, refusals};
use crate::database::{Transaction, execute, fetch, read};
use crate::error::Error;
use crate::random;

/// The secret that an authenticator has to learn, shown this once.
pub struct Enrolment {
    /// The secret in Base32.
    pub secret: String,
    /// The secret as an address that authenticators open (Google Authenticator's wiki, "Key Uri Format").
    pub url: String,
}

#[derive(FromRow)]
struct Factor {
    secret: String,
    last_step: i64,
}

impl Accounts {
    /// Sets whether teammates have to have a second factor. If so, a teammate who has none is a customer until then.
    pub fn with_required_second_factor(self, required: bool) -> Self {
        Self { second_factor_required: required, ..self }
    }

    pub fn requires_second_factor(&self) -> bool {
        self.second_factor_required
    }

    /// Makes a new secret, which counts once a code of it is confirmed.
    /// Refused if the account has a second factor already.
    pub async fn begin_second_factor(
        &self,
        session: &CurrentSession,
        password: &str,
        issuer: &str,
    ) -> Result<Enrolment, Error> {
        self.check_changeable(session)?;
        if session.account_role != Role::Teammate {
            return Err(Error::Forbidden);
        }
        self.confirm(session, password, "password", "second_factor_failed").await?;
        let secret = Secret::from(random::bytes::<20>()?.as_slice()).to_base32();
        let mut transaction = self.db.begin().await?;
        let begun = execute!(&mut transaction,
            "insert into second_factors (account_id, secret, last_step) values ($1, $2, 0)
             on conflict (account_id) do update set secret = excluded.secret
             where second_factors.confirmed_at is null" => &session.account_id, &secret)?;
        if begun == 0 {
            return Err(Error::invalid("", refusals::SECOND_FACTOR_IS_ON));
        }
        transaction.commit().await?;
        let totp = authenticator(&secret, &session.signed_in.email, issuer)?;
        Ok(Enrolment { url: totp.to_url().map_err(Error::internal)?, secret })
    }

    /// Turns the second factor on: from now on a log-in needs a code.
    /// The account's other sessions end: they began without one.
    pub async fn confirm_second_factor(&self, session: &CurrentSession, code: &str) -> Result<(), Error> {
        let account_id = session.account_id.as_str();
        let taken = self.take_code_try(session).await?;
        let mut transaction = self.db.begin().await?;
        hold_account(&mut transaction, account_id, None).await?;
        let factor = factor(&mut transaction, account_id, false).await?.ok_or(Error::NotFound)?;
        self.use_code(&mut transaction, account_id, &factor, code).await?;
        execute!(&mut transaction,
            "update second_factors set confirmed_at = $2 where account_id = $1"
            => account_id, self.clock.seconds())?;
        execute!(&mut transaction,
            "delete from sessions where account_id = $1 and key <> $2"
            => account_id, &session.signed_in.session_key)?;
        transaction.commit().await?;
        self.give_back(taken).await?;
        let address = audited(session.address);
        tracing::info!(target: "audit", event = "second_factor_on", account_id, address);
        self.session_ends.of(account_id);
        Ok(())
    }

    /// Removes the second factor of whoever knows the password and has the authenticator.
    /// Refused where teammates have to have one.
    pub async fn remove_second_factor(
        &self,
        session: &CurrentSession,
        password: &str,
        code: &str,
    ) -> Result<(), Error> {
        if self.second_factor_required {
            return Err(Error::invalid("", refusals::SECOND_FACTOR_REQUIRED));
        }
        let account_id = session.account_id.as_str();
        self.confirm(session, password, "password", "second_factor_failed").await?;
        let taken = self.take_code_try(session).await?;
        let mut transaction = self.db.begin().await?;
        let factor = factor(&mut transaction, account_id, true).await?.ok_or(Error::NotFound)?;
        self.use_code(&mut transaction, account_id, &factor, code).await?;
        delete(&mut transaction, account_id).await?;
        transaction.commit().await?;
        self.give_back(taken).await?;
        let address = audited(session.address);
        tracing::info!(target: "audit", event = "second_factor_off", account_id, address);
        Ok(())
    }

    /// Removes the second factor of somebody whose authenticator is lost, for an operator.
    /// False if the account has none.
    pub async fn reset_second_factor(&self, account_id: &str) -> Result<bool, Error> {
        let mut transaction = self.db.begin().await?;
        let removed = delete(&mut transaction, account_id).await?;
        transaction.commit().await?;
        Ok(removed > 0)
    }

    /// Whether a log-in of the account needs a code.
    pub(super) async fn needs_code(&self, account_id: &str) -> Result<bool, Error> {
        Ok(read!(&self.db, any
            "select last_step from second_factors where account_id = $1 and confirmed_at is not null"
            => account_id)?)
    }

    /// Uses the code up, if the account needs one.
    pub(super) async fn use_code_at_log_in(
        &self,
        db: &mut Transaction,
        account_id: &str,
        code: &str,
    ) -> Result<(), Error> {
        match factor(db, account_id, true).await? {
            Some(factor) => self.use_code(db, account_id, &factor, code).await,
            None => Ok(()),
        }
    }

    async fn use_code(
        &self,
        db: &mut Transaction,
        account_id: &str,
        factor: &Factor,
        code: &str,
    ) -> Result<(), Error> {
        let totp = authenticator(&factor.secret, account_id, "")?;
        let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
        let step = totp.check(&code, self.clock.seconds().unsigned_abs());
        let step = step.map(u64::cast_signed).filter(|step| *step > factor.last_step);
        let Some(step) = step else { return Err(Error::invalid("code", refusals::CODE_WRONG)) };
        // Of two log-ins with one code at once, the second finds it used.
        let used = execute!(db,
            "update second_factors set last_step = $2 where account_id = $1 and last_step < $2"
            => account_id, step)?;
        if used == 0 { Err(Error::invalid("code", refusals::CODE_WRONG)) } else { Ok(()) }
    }
}

async fn factor(db: &mut Transaction, account_id: &str, confirmed: bool) -> Result<Option<Factor>, Error> {
    Ok(fetch!(db, optional
        "select secret, last_step from second_factors
         where account_id = $1 and (confirmed_at is not null) = $2" => account_id, confirmed)?)
}

async fn delete(db: &mut Transaction, account_id: &str) -> Result<u64, Error> {
    Ok(execute!(db, "delete from second_factors where account_id = $1" => account_id)?)
}

/// Makes the authenticator that checks an account's codes.
/// A code of the step before or after is taken, too: clocks differ (RFC 6238, 5.2).
fn authenticator(secret: &str, account: &str, issuer: &str) -> Result<Totp, Error> {
    let secret = Secret::try_from_base32(secret).map_err(Error::internal)?;
    // A colon divides the two in the address.
    let [account, issuer] = [account, issuer].map(|name| name.replace(':', " "));
    let totp = Builder::new().with_secret(secret).with_account_name(account).with_issuer(Some(issuer));
    totp.build().map_err(Error::internal)
}
