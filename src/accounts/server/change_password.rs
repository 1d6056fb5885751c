//! A new password, and who is thrown out by it.

use super::session::SessionId;
use super::{Accounts, Caller, CurrentSession, audited};
use crate::accounts::{SignedIn, refusals};
use crate::database::execute;
use crate::error::Error;

impl Accounts {
    /// Changes the password for whoever knows the current one.
    /// Ends all other sessions of the account, and makes all other browsers strangers. Returns the `Set-Cookie` line of
    /// this session's new id. The revision rises: what the Messenger was signed until now is refused, and its page asks
    /// for a token anew.
    ///
    /// The id is new so that a stolen copy of this browser's cookie dies as well; the key stays, because it is the same
    /// person's same session that goes on.
    pub async fn change_password(
        &self,
        caller: impl Into<Caller<'_>>,
        session: &CurrentSession,
        current: &str,
        new: &str,
    ) -> Result<String, Error> {
        self.check_changeable(session)?;
        let account_id = session.account_id.as_str();
        let SignedIn { name, email, .. } = &session.signed_in;
        self.check_new("new_password", new, name, email).await?;
        let stored = self.confirm(session, current, "current_password", "password_change_failed").await?;
        let hash = self.passwords.hash(new.to_owned()).await?;
        let id = SessionId::fresh()?;

        let mut transaction = self.db.begin().await?;
        // Of two changes at once the second knows the current one no more. The account's row first: see `hold_account`.
        let changed = execute!(&mut transaction,
            "update accounts set password_hash = $3, revision = revision + 1 where id = $1 and password_hash = $2"
            => account_id, &stored, hash)?;
        if changed == 0 {
            return Err(Error::invalid("current_password", refusals::PASSWORD_WRONG));
        }
        let goes_on = execute!(&mut transaction,
                "update sessions set id_hash = $1 where key = $2"
                => id.hash(), &session.signed_in.session_key)?;
        if goes_on == 0 {
            return Err(Error::LoggedOut);
        }
        let ended = execute!(&mut transaction,
            "delete from sessions where account_id = $1 and key <> $2"
            => account_id, &session.signed_in.session_key)?;
        self.forget_browsers(&mut transaction, account_id, Some(caller.into())).await?;
        transaction.commit().await?;
        tracing::info!(target: "audit", event = "password_changed", account_id, ended, address = audited(session.address));
        self.session_ends.of(account_id);
        self.revoke_elsewhere(account_id).await;
        Ok(self.settings.cookie_of(&id))
    }
}
