//! The token calls: when the page asks, what the answers say, and when tokens expire. Rules R1, R8 and R9.

use super::Lifecycle;
use super::command::{CheckAgain, Command, Reason, What};
use super::event::{Now, Request};
use super::held_token::{Delivery, HeldToken, Lifetime, MIN_BETWEEN_LAST_CALLS};
use super::jitter::Jitter;
use super::person::Due;
use crate::diagnosis::Finding;
use crate::token::{Token, TokenReply};
use crate::token_failure::TokenFailure;

/// Milliseconds until the first retry. All times below that name no other unit are milliseconds, too.
const FIRST_RETRY: i64 = 1_000;
const LONGEST_RETRY: i64 = 60_000;
/// The milliseconds after which the machine asks again, and drops a late answer.
const REQUEST_TIMEOUT: i64 = 30_000;
/// The seconds by which a browser's clock may differ from the server's. A greater difference is a finding.
const MAX_SKEW_SECONDS: i64 = 300;
/// The answers in a row for another session that are no race any more: the host's session keys do not agree.
const MAX_MISMATCHES: u32 = 3;

pub(super) struct Tokens {
    /// The newest token.
    held: Option<HeldToken>,
    /// The lifetime of the token that the widget has. While the page moves, that is not the newest token.
    delivered: Option<Lifetime>,
    asked: Option<Asked>,
    /// The moment of the last token call.
    asked_at: Option<Now>,
    pub(super) requests: u32,
    failures: u32,
    /// The moment before which no call leaves, on the monotonic clock.
    retry_at: i64,
    /// The failure after which another call would not help.
    pub refused: Option<TokenFailure>,
    /// The person's token died, and no newer one has come.
    pub died: bool,
    /// Answers in a row that the session is over. A change of person does not reset them.
    pub session_overs: u32,
    /// Answers in a row that named another session than the page's. A change of person does not reset them.
    mismatches: u32,
    /// The moment until which mismatches and sessions that are over delay the next call, on the monotonic clock.
    not_before: i64,
}

struct Asked {
    request: Request,
    revision: i64,
    since: Now,
}

impl Tokens {
    pub fn new() -> Self {
        Self {
            held: None,
            delivered: None,
            asked: None,
            asked_at: None,
            requests: 0,
            failures: 0,
            retry_at: i64::MIN,
            refused: None,
            died: false,
            session_overs: 0,
            mismatches: 0,
            not_before: i64::MIN,
        }
    }

    /// `monotonic`: the moment before which no call leaves.
    pub fn ask_after(&mut self, monotonic: i64) {
        self.retry_at = monotonic;
    }

    /// The network may be back, or the person goes on: the next call is due now.
    pub fn retry_now(&mut self, now: Now) {
        self.retry_at = i64::MIN;
        self.ask_if_session_is_ending(now);
    }

    /// The person used the page, so the session may live longer than the last answer said.
    pub fn ask_if_session_is_ending(&mut self, now: Now) {
        let lately = self
            .asked_at
            .is_some_and(|at| now.since(at) < MIN_BETWEEN_LAST_CALLS);
        if let Some(held) = self.held.as_mut().filter(|_| !lately) {
            held.renew_if_session_is_ending();
        }
    }

    /// The person changed: an answer that is under way belongs to nobody.
    pub fn forget(&mut self) {
        self.drop_all();
        self.asked = None;
        self.failures = 0;
        self.retry_at = i64::MIN;
        self.refused = None;
        self.died = false;
    }

    /// Why the host has to say anew who is here, as far as the token calls tell.
    pub fn why_host_awaited(&self) -> Option<CheckAgain> {
        if self.refused == Some(TokenFailure::Refused) {
            Some(CheckAgain::Refused)
        } else {
            self.died.then_some(CheckAgain::TokenDied)
        }
    }

    /// Drops tokens that have expired. Returns whether the widget had one of them.
    pub fn expire(&mut self, now: Now) -> bool {
        self.held.take_if(|held| held.lifetime.left(now) <= 0);
        self.delivered
            .take_if(|lifetime| lifetime.left(now) <= 0)
            .is_some()
    }

    pub fn drop_all(&mut self) {
        self.held = None;
        self.delivered = None;
    }

    pub fn check_timeout(&mut self, now: Now, jitter: &mut Jitter) {
        if self
            .asked
            .take_if(|asked| now.monotonic - asked.since.monotonic >= REQUEST_TIMEOUT)
            .is_some()
        {
            self.back_off(now, jitter);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.held.is_none()
    }

    /// Whether the widget has yet to get the newest token.
    pub fn has_pending(&self) -> bool {
        self.held.as_ref().is_some_and(HeldToken::has_pending)
    }

    /// The token of a pending delivery. The delivery counts as made.
    pub fn take_pending(&mut self) -> Option<(Token, Delivery)> {
        let held = self.held.as_mut()?;
        let pending = held.take_pending()?;
        self.delivered = Some(held.lifetime);
        Some(pending)
    }

    /// The queue lost the boot before a widget read it: the newest token goes into the next boot.
    pub fn deliver_again(&mut self) {
        self.delivered = None;
        if let Some(held) = &mut self.held {
            held.deliver_again();
        }
    }

    /// Milliseconds until something is due without another event. `revision`: of the user who is due, if any.
    pub fn wait(&self, revision: Option<i64>, now: Now) -> Option<i64> {
        let lifetimes = [self.delivered, self.held.as_ref().map(|held| held.lifetime)];
        let timeout = self
            .asked
            .as_ref()
            .map(|asked| asked.since.monotonic + REQUEST_TIMEOUT - now.monotonic);
        let death = lifetimes
            .into_iter()
            .flatten()
            .map(|lifetime| lifetime.left(now))
            .chain(timeout)
            .min();
        let Some(revision) = revision.filter(|_| self.asked.is_none() && self.refused.is_none())
        else {
            return death;
        };
        let retry = self
            .retry_at
            .max(self.not_before)
            .saturating_sub(now.monotonic)
            .max(0);
        let call = match &self.held {
            Some(held) if held.revision == revision => {
                held.renewal_wait(now).map(|wait| wait.max(retry))
            }
            _ => Some(retry),
        };
        death.into_iter().chain(call).min()
    }

    fn is_call_due(&self, revision: i64, now: Now) -> bool {
        if self.refused.is_some() {
            return false;
        }
        if let Some(asked) = &self.asked {
            return asked.revision != revision;
        }
        self.retry_at.max(self.not_before) <= now.monotonic
            && self
                .held
                .as_ref()
                .is_none_or(|held| held.revision != revision || held.is_renewal_due(now))
    }

    fn hold(
        &mut self,
        token: Token,
        revision: i64,
        lifetime: Lifetime,
        now: Now,
        jitter: &mut Jitter,
    ) -> Result<(), Reason> {
        let mut pending = Delivery::Boot;
        if let Some(old) = &mut self.held {
            if old.revision != revision {
                pending = Delivery::Update;
            } else if !old.is_outlived_by(lifetime, now) {
                old.expect_end_of_session(now);
                return Err(Reason::WouldNotOutlive);
            }
        }
        self.died = false;
        self.held = Some(HeldToken::new(token, revision, lifetime, pending, jitter));
        Ok(())
    }

    pub fn back_off(&mut self, now: Now, jitter: &mut Jitter) {
        self.retry_at = now.monotonic + jitter.spread(backoff(self.failures));
        self.failures = self.failures.saturating_add(1);
    }

    /// The answer named another session than the page's. Once is a race. More often, the calls back off.
    fn count_mismatch(&mut self, now: Now, jitter: &mut Jitter) {
        self.delay_if_repeated(self.mismatches, now, jitter);
        self.mismatches = self.mismatches.saturating_add(1);
    }

    /// The answer said that the session is over. The same holds.
    pub fn count_session_over(&mut self, now: Now, jitter: &mut Jitter) {
        self.delay_if_repeated(self.session_overs, now, jitter);
        self.session_overs = self.session_overs.saturating_add(1);
    }

    fn delay_if_repeated(&mut self, before: u32, now: Now, jitter: &mut Jitter) {
        if let Some(repeated) = before.checked_sub(1) {
            self.not_before = now.monotonic + jitter.spread(backoff(repeated));
        }
    }
}

fn backoff(failures: u32) -> i64 {
    (FIRST_RETRY << failures.min(6)).min(LONGEST_RETRY)
}

impl Lifecycle {
    /// The revision of the user who is due.
    pub(super) fn revision_due(&self) -> Option<i64> {
        self.person
            .revision()
            .filter(|_| matches!(self.due(), Due::User(_)))
    }

    pub(super) fn ask_if_due(&mut self, now: Now) {
        let Some(revision) = self.revision_due() else {
            return;
        };
        if self.tokens.is_call_due(revision, now) {
            self.tokens.requests += 1;
            let request = Request(self.tokens.requests);
            self.tokens.asked = Some(Asked {
                request,
                revision,
                since: now,
            });
            self.tokens.asked_at = Some(now);
            self.order(Command::FetchToken(request));
        }
    }

    pub(super) fn token_answered(
        &mut self,
        request: Request,
        result: Result<TokenReply, TokenFailure>,
        now: Now,
    ) {
        let Some(asked) = self.tokens.asked.take_if(|asked| asked.request == request) else {
            return self.discard(What::Token, Reason::Superseded);
        };
        match result {
            Ok(reply) => self.token_received(reply, &asked, now),
            Err(failure) => self.token_failed(failure, now),
        }
    }

    fn token_received(&mut self, reply: TokenReply, asked: &Asked, now: Now) {
        // From the call on: the computer may have slept before this answer was read.
        let lifetime = Lifetime {
            since: asked.since,
            span: i64::from(reply.expires_in) * 1_000,
        };
        if self.person.key() != Some(&reply.key) {
            self.discard(What::Token, Reason::OtherSession);
            self.tokens.count_mismatch(now, &mut self.jitter);
            if self.tokens.mismatches >= MAX_MISMATCHES {
                self.found(Finding::SessionKeysDiffer);
            }
            return self.end_session(CheckAgain::OtherSession);
        }
        self.tokens.mismatches = 0;
        if lifetime.left(now) <= 0 {
            return self.tokens.back_off(now, &mut self.jitter);
        }
        self.check_clock(reply.server_time, now);
        self.tokens.failures = 0;
        self.tokens.session_overs = 0;
        let held = self
            .tokens
            .hold(reply.token, asked.revision, lifetime, now, &mut self.jitter);
        if let Err(reason) = held {
            self.discard(What::Token, reason);
        }
    }

    fn token_failed(&mut self, failure: TokenFailure, now: Now) {
        match failure {
            TokenFailure::SignedOut => {
                self.tokens.session_overs = 0;
                self.end_session(CheckAgain::SignedOut);
            }
            TokenFailure::SessionOver => self.session_over(now),
            TokenFailure::Unavailable => self.tokens.back_off(now, &mut self.jitter),
            other => {
                self.found(Finding::Token(other));
                self.tokens.refused = Some(other);
                // The session may have ended. The machine asks for no token until the host says that it has.
                if other == TokenFailure::Refused {
                    self.notify_host(CheckAgain::Refused);
                }
            }
        }
    }

    fn check_clock(&mut self, server_time: i64, now: Now) {
        let ahead = now.wall / 1_000 - server_time;
        if ahead.abs() > MAX_SKEW_SECONDS {
            self.found(Finding::ClockWrong { ahead });
        }
    }
}
