//! The newest token: its life, its renewal, and its way to the widget. Rules R8 and R9.

use super::event::Now;
use super::jitter::Jitter;
use crate::token::Token;

/// The renewal is due at this part of a token's life, less up to [`RENEWAL_JITTER`].
const RENEWAL: f64 = 0.8;
const RENEWAL_JITTER: f64 = 0.05;
/// However short a token's life, its renewal is not due before this age. All times here are milliseconds.
const MIN_RENEWAL_AGE: i64 = 1_000;
/// Near the end of a session, the machine asks no more often than this.
pub(super) const MIN_BETWEEN_LAST_CALLS: i64 = 10_000;
/// Replies count whole seconds. Two tokens that end together may differ by this much.
const ROUNDING: i64 = 1_500;

pub(super) struct HeldToken {
    token: Token,
    pub revision: i64,
    pub lifetime: Lifetime,
    /// The token's age at which the renewal is due. None: at the token's death.
    renew_at_age: Option<i64>,
    /// The last renewal would not have outlived this token: the session ends soon, unless the person goes on.
    session_is_ending: bool,
    pending: Option<Delivery>,
}

/// The way in which the widget gets a token that it has not got yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Delivery {
    /// R8: the same person, for longer.
    Boot,
    /// R9: the person's data changed.
    Update,
}

#[derive(Clone, Copy)]
pub(super) struct Lifetime {
    pub since: Now,
    pub span: i64,
}

impl Lifetime {
    pub fn left(&self, now: Now) -> i64 {
        self.span - self.age(now)
    }

    pub fn age(&self, now: Now) -> i64 {
        now.since(self.since)
    }
}

impl HeldToken {
    pub fn new(
        token: Token,
        revision: i64,
        lifetime: Lifetime,
        pending: Delivery,
        jitter: &mut Jitter,
    ) -> Self {
        let part = RENEWAL - RENEWAL_JITTER * jitter.next();
        let renew_at_age = ((lifetime.span as f64 * part) as i64).max(MIN_RENEWAL_AGE);
        Self {
            token,
            revision,
            lifetime,
            renew_at_age: Some(renew_at_age),
            session_is_ending: false,
            pending: Some(pending),
        }
    }

    /// The person used the page, so the session may live longer than the last answer said.
    pub fn renew_if_session_is_ending(&mut self) {
        if self.session_is_ending {
            self.renew_at_age = Some(0);
        }
    }

    /// Whether a token of this life would live longer than this one.
    pub fn is_outlived_by(&self, lifetime: Lifetime, now: Now) -> bool {
        lifetime.left(now) > self.lifetime.left(now) + ROUNDING
    }

    /// The renewal would not have outlived this token. The next one is due at half of the time that is left.
    pub fn expect_end_of_session(&mut self, now: Now) {
        let left = self.lifetime.left(now);
        self.session_is_ending = true;
        let again = left / 2 >= MIN_BETWEEN_LAST_CALLS;
        self.renew_at_age = again.then(|| self.lifetime.age(now) + left / 2);
    }

    pub fn is_renewal_due(&self, now: Now) -> bool {
        self.renew_at_age
            .is_some_and(|age| self.lifetime.age(now) >= age)
    }

    /// Milliseconds until the renewal is due.
    pub fn renewal_wait(&self, now: Now) -> Option<i64> {
        self.renew_at_age.map(|age| age - self.lifetime.age(now))
    }

    /// Whether the widget has yet to get this token.
    pub fn has_pending(&self) -> bool {
        self.pending.is_some()
    }

    /// The token, if the widget has yet to get it. The delivery counts as made.
    pub fn take_pending(&mut self) -> Option<(Token, Delivery)> {
        let pending = self.pending.take()?;
        Some((self.token.clone(), pending))
    }

    /// The token goes into the next boot.
    pub fn deliver_again(&mut self) {
        self.pending = Some(Delivery::Boot);
    }
}
