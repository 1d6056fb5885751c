//! Where an account is logged in, and how one of these sessions is ended from another.

use super::{Accounts, CurrentSession};
use crate::accounts::OpenSession;
use crate::database::{commit, read};
use crate::error::Error;

impl Accounts {
    /// Lists an account's open sessions, at most 100. This one comes before all others, then the last used first.
    pub async fn open_sessions(&self, session: &CurrentSession) -> Result<Vec<OpenSession>, Error> {
        let now = self.clock.seconds();
        let rows: Vec<(String, String, i64)> = read!(&self.db, all
            "select key, device, last_used_at from sessions
             where account_id = $1 and last_used_at > $2 and created_at > $3
             order by case when key = $4 then 0 else 1 end, last_used_at desc, key limit 100"
            => &session.account_id, now - self.settings.idle_seconds, now - self.settings.max_seconds,
               &session.signed_in.session_key)?;
        let open = rows.into_iter().map(|(key, device, last_used_at)| OpenSession {
            is_this: key == session.signed_in.session_key,
            seconds_ago: now - last_used_at,
            key,
            device,
            last_used_at,
        });
        Ok(open.collect())
    }

    /// Ends another session of the same account; one that is over already stays so.
    pub async fn end_session(&self, session: &CurrentSession, key: &str) -> Result<(), Error> {
        let account_id = session.account_id.as_str();
        // What no key of ours looks like is not looked up: PostgreSQL refuses some texts.
        let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_graphic());
        if !is_key || key == session.signed_in.session_key {
            return Err(Error::NotFound);
        }
        let ended = commit!(&self.db,
            "delete from sessions where key = $1 and account_id = $2" => key, account_id)?;
        if ended > 0 {
            tracing::info!(target: "audit", event = "session_ended", account_id, session = key);
            self.session_ends.of(account_id);
        }
        Ok(())
    }
}
