//! What a live session is told: one `update` a settled URL, attributes with it. Rules R7 and R9.

use super::super::attributes::Attributes;
use super::super::token::Token;
use super::Lifecycle;
use super::command::{Command, Reason, Update, What};
use super::event::{Now, Url};

/// How long attributes wait for a ping to ride on, in milliseconds.
const ATTRIBUTE_TIMEOUT: i64 = 60_000;

#[derive(Default)]
pub(super) struct Pings {
    /// The last settled URL.
    here: Option<Url>,
    /// Address, view and title may disagree.
    pub moving: bool,
    /// What the session that is booted was told last.
    pub reported: Option<Url>,
    attributes: Attributes,
    /// On the monotonic clock: since when attributes wait.
    waiting_since: Option<i64>,
    /// The app asked for a ping, whatever the URL.
    wanted: bool,
}

impl Pings {
    /// Whether a boot or ping would report a page that is in place.
    pub fn in_place(&self) -> bool {
        self.here.is_some() && !self.moving
    }

    pub fn add(&mut self, attributes: Attributes, now: Now) {
        if attributes.is_empty() {
            self.wanted = true;
        } else {
            self.attributes.merge(attributes);
            self.waiting_since.get_or_insert(now.monotonic);
        }
    }

    /// Another person: returns the attributes that were not sent.
    pub fn forget(&mut self) -> Option<Attributes> {
        self.wanted = false;
        self.waiting_since.take().map(|_| std::mem::take(&mut self.attributes))
    }

    /// A boot reports its URL.
    pub fn report(&mut self) {
        self.reported.clone_from(&self.here);
    }

    /// Milliseconds until there is something to tell.
    fn wait(&self, now: Now) -> Option<i64> {
        if self.wanted || self.here != self.reported {
            return Some(0);
        }
        self.waiting_since.map(|since| since + ATTRIBUTE_TIMEOUT - now.monotonic)
    }
}

impl Lifecycle {
    pub(super) fn settled(&mut self, url: Url, now: Now) {
        self.pings.moving = false;
        self.pings.here = Some(url);
        if self.pings.here == self.pings.reported {
            self.discard(What::Ping, Reason::AlreadyReported);
        } else if self.live() && self.budget.ping_wait(now) > 0 {
            // Merged: what is due stays due.
            self.discard(What::Ping, Reason::OverBudget);
        }
    }

    /// R9: the new token, and whatever waits for a ping. The caller has asked the budget.
    pub(super) fn send_identity(&mut self, token: Token) {
        let attributes = self.pings.forget().unwrap_or_default();
        self.pings.report();
        self.order(Command::Update(Update { token: Some(token), attributes }));
    }

    pub(super) fn ping_if_due(&mut self, now: Now) {
        if self.ping_wait(now).is_none_or(|wait| wait > 0) {
            return;
        }
        self.budget.spend_on_ping(now);
        let attributes = self.pings.forget().unwrap_or_default();
        self.pings.report();
        self.order(Command::Update(Update { token: None, attributes }));
    }

    /// Milliseconds until a ping goes by itself.
    pub(super) fn ping_wait(&self, now: Now) -> Option<i64> {
        self.pings.wait(now).map(|wait| wait.max(self.budget.ping_wait(now)))
    }
}
