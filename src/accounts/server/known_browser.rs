//! A browser that an account was once logged in from has a cookie of its own that says so, and tries passwords on a
//! count of its own. Whoever floods the account from elsewhere uses up the strangers' tries, and not its owner's.
//!
//! The cookie opens nothing: with it one may try as often as without, no more. (OWASP, "Slow Down Online Guessing
//! Attacks with Device Cookies".)

use axum::http::HeaderMap;

use super::session::{SessionId, SessionSettings};
use super::tries::{LOG_IN_BY_ACCOUNT, Try};
use super::{Accounts, Caller};
use crate::database::{Transaction, commit, execute, fetch, read};
use crate::error::Error;
use crate::reply::{cookie_line, cookie_value};

/// The seconds for which a browser keeps its cookies, and the server the browser.
pub const BROWSER_SECONDS: i64 = 180 * 24 * 60 * 60;
/// The most browsers of one account.
/// A person has a few, and somebody who knows the password could else have any number.
const MOST: i64 = 20;

impl SessionSettings {
    fn browser_cookie_name(&self) -> &'static str {
        if self.secure_cookie { "__Host-browser" } else { "browser" }
    }

    fn browser_in(&self, headers: &HeaderMap) -> Option<SessionId> {
        cookie_value(headers, self.browser_cookie_name()).map(SessionId::given)
    }
}

impl Accounts {
    /// The counter of tries that a log-in to this account uses.
    pub(super) async fn tries_of_account(
        &self,
        caller: Caller<'_>,
        email_folded: &str,
        account_id: Option<&str>,
    ) -> Result<Try, Error> {
        let browser = self.settings.browser_in(caller.headers).map(|id| id.hash());
        let known: Option<String> = match browser {
            // For an address without an account too, so that the time taken does not reveal who has one.
            Some(browser) => read!(&self.db, optional value
                "select id_hash from known_browsers where account_id = $1 and id_hash = $2"
                => account_id.unwrap_or_default(), browser)?,
            None => None,
        };
        Ok(match known {
            Some(browser) => Try::of(LOG_IN_BY_ACCOUNT, &format!("{email_folded}\0{browser}")),
            None => Try::of(LOG_IN_BY_ACCOUNT, email_folded),
        })
    }

    /// Notes that this account was logged in from the caller's browser.
    /// Returns the `Set-Cookie` line that shows it next time.
    pub(super) async fn know_browser(
        &self,
        transaction: &mut Transaction,
        caller: Caller<'_>,
        account_id: &str,
    ) -> Result<String, Error> {
        let given = self.settings.browser_in(caller.headers);
        let is_known = fetch!(transaction, any
            "select id_hash from known_browsers where id_hash = $1 limit 1"
            => given.as_ref().map(SessionId::hash))?;
        let id = match given {
            Some(id) if is_known => id,
            // What this server never gave is not taken over.
            _ => SessionId::fresh()?,
        };
        // Rows of this account alone, whose own row the caller holds.
        execute!(transaction,
            "insert into known_browsers (id_hash, account_id, last_used_at) values ($1, $2, $3)
             on conflict (id_hash, account_id) do update set last_used_at = excluded.last_used_at"
            => id.hash(), account_id, self.clock.seconds())?;
        execute!(transaction,
            "delete from known_browsers where account_id = $1 and id_hash not in
             (select id_hash from known_browsers where account_id = $1
              order by case when id_hash = $2 then 0 else 1 end, last_used_at desc, id_hash limit $3)"
            => account_id, id.hash(), MOST)?;
        let (name, secure) = (self.settings.browser_cookie_name(), self.settings.secure_cookie);
        Ok(cookie_line(name, id.value(), BROWSER_SECONDS, secure))
    }

    /// Makes the account's browsers strangers: all of them, or all but the caller's.
    pub(super) async fn forget_browsers(
        &self,
        transaction: &mut Transaction,
        account_id: &str,
        but: Option<Caller<'_>>,
    ) -> Result<(), Error> {
        let kept = but.and_then(|caller| self.settings.browser_in(caller.headers)).map(|id| id.hash());
        execute!(transaction,
            "delete from known_browsers where account_id = $1 and id_hash <> $2"
            => account_id, kept.unwrap_or_default())?;
        Ok(())
    }

    /// Forgets browsers whose cookie has expired. Returns how many.
    pub(super) async fn sweep_browsers(&self) -> Result<u64, Error> {
        Ok(commit!(&self.db,
            "delete from known_browsers where last_used_at <= $1" => self.clock.seconds() - BROWSER_SECONDS)?)
    }
}
