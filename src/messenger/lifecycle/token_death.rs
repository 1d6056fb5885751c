//! The end of a token's life. It is no end of the session: a fresh token boots the person again. Rules R1 and R8.

use super::Lifecycle;
use super::command::CheckAgain;
use super::event::Now;
use super::person::Booted;
use crate::diagnosis::Finding;
use crate::token_failure::TokenFailure;

/// The answers in a row that the session is over after which the host is at fault, and not the rounding of a second.
const MAX_SESSION_OVERS: u32 = 3;

impl Lifecycle {
    /// The host's trait rounds a session's last second down to none, or its session is about to roll. The session may
    /// live on: the call is made again. Only a host that says so again and again is at fault.
    pub(super) fn session_over(&mut self, now: Now) {
        self.tokens.count_session_over(now, &mut self.jitter);
        if self.tokens.session_overs == MAX_SESSION_OVERS {
            self.found(Finding::Token(TokenFailure::SessionOver));
        }
        self.tokens.drop_all();
        self.token_died();
        self.tokens.back_off(now, &mut self.jitter);
    }

    /// A token that has expired by either clock ends the session in the widget.
    pub(super) fn expire_token(&mut self, now: Now) {
        if self.tokens.expire(now) {
            // A newer token proves that the session lives. It boots once the page is in place.
            if self.tokens.is_empty() {
                self.token_died();
            } else {
                self.shut_down();
            }
        }
    }

    /// A visitor may stay: the boot with a fresh token takes the conversation along (R4).
    fn token_died(&mut self) {
        if matches!(self.widget.booted, Booted::User(_)) {
            self.shut_down();
        }
        if !std::mem::replace(&mut self.tokens.died, true) {
            self.notify_host(CheckAgain::TokenDied);
        }
    }
}
