//! Asking for the token, renewing it, and its death: rules R1 and R8.

use super::super::diagnosis::Finding;
use super::super::token::{Token, TokenFailure, TokenReply};
use super::Lifecycle;
use super::command::{Command, Reason, Stale, What};
use super::event::{Now, Request};
use super::person::Due;

const FIRST_RETRY: i64 = 1_000;
const LONGEST_RETRY: i64 = 60_000;
/// How long a question may hang before it is asked again.
const REQUEST_TIMEOUT: i64 = 30_000;
/// Seconds by which the browser's clock may differ from the server's before it is worth a word.
const MOST_SKEW: i64 = 300;
/// Replies count whole seconds: two that end together may differ by this much.
const SLACK: i64 = 1_500;

pub(super) struct Tokens {
    /// The newest.
    held: Option<Held>,
    /// Of the one that the widget has: not the newest while the page moves.
    delivered: Option<Lifetime>,
    asked: Option<Asked>,
    pub(super) requests: u32,
    failures: u32,
    /// On the monotonic clock.
    retry_at: i64,
    /// Asking again would not help.
    pub refused: Option<TokenFailure>,
    jitter: Jitter,
}

struct Held {
    token: Token,
    revision: i64,
    life: Lifetime,
    /// Milliseconds.
    renew_after: i64,
    /// The session ends with this token: no use in renewing.
    last: bool,
    pending: Option<Delivery>,
}

/// How the widget is to get a token that it has not got yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Delivery {
    /// R8: the same person, for longer.
    Boot,
    /// R9: what the token says of the person is new.
    Update,
}

struct Asked {
    request: Request,
    revision: i64,
    since: Now,
}

#[derive(Clone, Copy)]
struct Lifetime {
    since: Now,
    /// Milliseconds.
    span: i64,
}

impl Lifetime {
    fn left(&self, now: Now) -> i64 {
        self.span - self.age(now)
    }

    fn age(&self, now: Now) -> i64 {
        now.since(self.since)
    }
}

impl Tokens {
    pub fn new(seed: u64) -> Self {
        Self {
            held: None,
            delivered: None,
            asked: None,
            requests: 0,
            failures: 0,
            retry_at: i64::MIN,
            refused: None,
            jitter: Jitter(seed | 1),
        }
    }

    pub fn ask_after(&mut self, monotonic: i64) {
        self.retry_at = monotonic;
    }

    /// The network may be back: no use in waiting.
    pub fn retry_now(&mut self) {
        self.retry_at = i64::MIN;
    }

    /// Another person, or none: an answer under way is nobody's.
    pub fn forget(&mut self) {
        self.held = None;
        self.delivered = None;
        self.asked = None;
        self.failures = 0;
        self.retry_at = i64::MIN;
        self.refused = None;
    }

    /// Whether the token that the widget has ran out just now.
    pub fn expire(&mut self, now: Now) -> bool {
        self.held.take_if(|held| held.life.left(now) <= 0);
        self.delivered.take_if(|life| life.left(now) <= 0).is_some()
    }

    /// An answer that comes after this is one to an older question.
    pub fn time_out(&mut self, now: Now) {
        if self.asked.take_if(|asked| now.monotonic - asked.since.monotonic >= REQUEST_TIMEOUT).is_some() {
            self.back_off(now);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.held.is_none()
    }

    /// Whether the widget has yet to get the token in hand.
    pub fn has_pending(&self) -> bool {
        self.held.as_ref().is_some_and(|held| held.pending.is_some())
    }

    /// The token in hand, and how the widget is pending it. Taking it settles the debt.
    pub fn take_pending(&mut self) -> Option<(Token, Delivery)> {
        let held = self.held.as_mut()?;
        let pending = held.pending.take()?;
        self.delivered = Some(held.life);
        Some((held.token.clone(), pending))
    }

    /// Milliseconds until something is to be done by itself; `asks` is for whom, if a user ought to be there.
    pub fn wait(&self, asks: Option<i64>, now: Now) -> Option<i64> {
        let lives = [self.delivered, self.held.as_ref().map(|held| held.life)];
        let hanging =
            self.asked.as_ref().map(|asked| asked.since.monotonic + REQUEST_TIMEOUT - now.monotonic);
        let death = lives.into_iter().flatten().map(|life| life.left(now)).chain(hanging).min();
        let Some(revision) = asks.filter(|_| self.asked.is_none() && self.refused.is_none()) else {
            return death;
        };
        let retry = self.retry_at.saturating_sub(now.monotonic).max(0);
        let question = match &self.held {
            Some(held) if held.revision != revision => Some(retry),
            Some(held) if held.last => None,
            Some(held) => Some((held.renew_after - held.life.age(now)).max(retry)),
            None => Some(retry),
        };
        death.into_iter().chain(question).min()
    }

    fn wanted(&self, revision: i64, now: Now) -> bool {
        if self.refused.is_some() {
            return false;
        }
        if let Some(asked) = &self.asked {
            return asked.revision != revision;
        }
        self.retry_at <= now.monotonic
            && self.held.as_ref().is_none_or(|held| {
                held.revision != revision || (!held.last && held.life.age(now) >= held.renew_after)
            })
    }

    fn hold(&mut self, token: Token, revision: i64, life: Lifetime, now: Now) -> Result<(), Reason> {
        let mut pending = Delivery::Boot;
        if let Some(old) = &mut self.held {
            if old.revision != revision {
                pending = Delivery::Update;
            } else if life.left(now) <= old.life.left(now) + SLACK {
                old.last = true;
                return Err(Reason::WouldNotOutlive);
            }
        }
        let renew_after = (life.span as f64 * (0.8 - 0.05 * self.jitter.next())) as i64;
        self.held = Some(Held {
            token,
            revision,
            life,
            renew_after: renew_after.max(FIRST_RETRY),
            last: false,
            pending: Some(pending),
        });
        Ok(())
    }

    fn back_off(&mut self, now: Now) {
        let wait = (FIRST_RETRY << self.failures.min(6)).min(LONGEST_RETRY);
        self.failures = self.failures.saturating_add(1);
        self.retry_at = now.monotonic + (wait as f64 * (1.0 - 0.5 * self.jitter.next())) as i64;
    }
}

impl Lifecycle {
    /// The revision of the user who ought to be there.
    pub(super) fn revision_due(&self) -> Option<i64> {
        self.person.revision().filter(|_| matches!(self.due(), Due::User(_)))
    }

    pub(super) fn ask_if_needed(&mut self, now: Now) {
        let Some(revision) = self.revision_due() else { return };
        if self.tokens.wanted(revision, now) {
            self.tokens.requests += 1;
            let request = Request(self.tokens.requests);
            self.tokens.asked = Some(Asked { request, revision, since: now });
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
        // From the question on: an answer may have lain here through a night's sleep.
        let life = |expires_in| Lifetime { since: asked.since, span: i64::from(expires_in) * 1_000 };
        match result {
            Ok(reply) if self.person.key() != Some(&reply.key) => {
                self.discard(What::Token, Reason::OtherSession);
                self.end_session(Stale::OtherSession);
            }
            Ok(reply) if life(reply.expires_in).left(now) <= 0 => self.tokens.back_off(now),
            Ok(reply) => {
                self.check_clock(reply.server_time, now);
                self.tokens.failures = 0;
                let life = life(reply.expires_in);
                if let Err(reason) = self.tokens.hold(reply.token, asked.revision, life, now) {
                    self.discard(What::Token, reason);
                }
            }
            Err(failure) => {
                if failure != TokenFailure::SignedOut && failure != TokenFailure::Unavailable {
                    self.found(Finding::Token(failure));
                }
                match failure {
                    TokenFailure::SignedOut | TokenFailure::SessionOver => self.end_session(Stale::SignedOut),
                    TokenFailure::Unavailable => self.tokens.back_off(now),
                    other => self.tokens.refused = Some(other),
                }
            }
        }
    }

    fn check_clock(&mut self, server_time: i64, now: Now) {
        let ahead = now.wall / 1_000 - server_time;
        if ahead.abs() > MOST_SKEW {
            self.found(Finding::ClockWrong { ahead });
        }
    }
}

/// Spreads what many browsers would else do in the same moment (xorshift64*).
struct Jitter(u64);

impl Jitter {
    /// From 0 up to 1.
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) as f64 / (1u64 << 53) as f64
    }
}
