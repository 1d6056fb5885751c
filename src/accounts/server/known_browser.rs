//! A browser that an account was once logged in from has a cookie of its own that says so, and tries passwords on a
//! count of its own. Whoever floods the account from elsewhere uses up the strangers' tries, and not its owner's.
//!
//! The cookie opens nothing: with it one may try as often as without, no more. (OWASP, "Slow Down Online Guessing
//! Attacks with Device Cookies".)

use axum::http::HeaderMap;

use super::session::{SessionId, SessionSettings, cookie_value};
use super::tries::{LOG_IN_BY_ACCOUNT, Try};
use super::{Accounts, Caller};
use crate::database::{Transaction, execute, read};
use crate::error::Error;

const HALF_A_YEAR: i64 = 180 * 24 * 60 * 60;

impl SessionSettings {
    fn browser_cookie_name(&self) -> &'static str {
        if self.secure_cookie { "__Host-browser" } else { "browser" }
    }

    fn browser_in(&self, headers: &HeaderMap) -> Option<SessionId> {
        cookie_value(headers, self.browser_cookie_name()).map(SessionId::given)
    }
}

impl Accounts {
    /// Whose tries a log-in to this account costs.
    pub(super) async fn tries_of_account(
        &self,
        caller: Caller<'_>,
        email_folded: &str,
        account_id: Option<&str>,
    ) -> Result<Try, Error> {
        let browser = self.settings.browser_in(caller.headers).map(|id| id.hash());
        let known: Option<(String,)> = match (account_id, browser) {
            (Some(account_id), Some(browser)) => read!(&self.db, |db| sqlx::query_as(
                "select id_hash from known_browsers where account_id = $1 and id_hash = $2"
            )
            .bind(account_id)
            .bind(browser)
            .fetch_optional(db))?,
            _ => None,
        };
        Ok(match known {
            Some((browser,)) => Try::of(LOG_IN_BY_ACCOUNT, &format!("{email_folded}\0{browser}")),
            None => Try::of(LOG_IN_BY_ACCOUNT, email_folded),
        })
    }

    /// Notes that this account was logged in from the caller's browser, and returns the `Set-Cookie` line that tells it
    /// next time.
    pub(super) async fn know_browser(
        &self,
        transaction: &mut Transaction,
        caller: Caller<'_>,
        account_id: &str,
    ) -> Result<String, Error> {
        let now = self.clock.seconds();
        let given = self.settings.browser_in(caller.headers).map(|id| id.hash());
        // What this server never gave is not taken over.
        let known = execute!(transaction, |db| sqlx::query(
            "update known_browsers set last_used_at = $2 where id_hash = $1"
        )
        .bind(given)
        .bind(now)
        .execute(db))?;
        let id = match self.settings.browser_in(caller.headers).filter(|_| known > 0) {
            Some(id) => id,
            None => SessionId::fresh()?,
        };
        execute!(transaction, |db| {
            sqlx::query(
            "insert into known_browsers (id_hash, account_id, last_used_at) values ($1, $2, $3) on conflict do nothing"
        )
        .bind(id.hash())
        .bind(account_id)
        .bind(now)
        .execute(db)
        })?;
        Ok(self.settings.named_cookie(self.settings.browser_cookie_name(), id.value(), HALF_A_YEAR))
    }

    /// Forgets browsers whose cookie has expired. Returns how many.
    pub(super) async fn sweep_browsers(&self) -> Result<u64, Error> {
        let mut transaction = self.db.begin().await?;
        let swept = execute!(&mut transaction, |db| sqlx::query(
            "delete from known_browsers where last_used_at <= $1"
        )
        .bind(self.clock.seconds() - HALF_A_YEAR)
        .execute(db))?;
        transaction.commit().await?;
        Ok(swept)
    }
}
