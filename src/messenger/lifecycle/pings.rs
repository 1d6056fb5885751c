//! The reports of a live session: one `update` for each settled address, with the attributes that wait. Rules R7 and
//! R9.

use super::Lifecycle;
use super::command::{Command, Reason, Update, What};
use super::event::{Now, Url};
use crate::attributes::Attributes;
use crate::token::Token;

/// Milliseconds for which attributes wait for a ping. After that they go by themselves.
const ATTRIBUTE_TIMEOUT: i64 = 60_000;

#[derive(Default)]
pub(super) struct Pings {
    /// The last settled address.
    settled: Option<Url>,
    /// Address, view and title may disagree, or the app keeps the address to itself.
    pub moving: bool,
    /// The address that the live session got last.
    pub reported: Option<Url>,
    attributes: Attributes,
    /// The moment since when attributes wait, on the monotonic clock.
    waiting_since: Option<i64>,
    /// The app asked for a ping, at whatever address.
    wanted: bool,
}

impl Pings {
    /// Whether a boot or a ping would report a page that is in place.
    pub fn in_place(&self) -> bool {
        self.settled.is_some() && !self.moving
    }

    pub fn add(&mut self, attributes: Attributes, now: Now) {
        if attributes.is_empty() {
            self.wanted = true;
        } else {
            self.attributes.merge(attributes);
            self.waiting_since.get_or_insert(now.monotonic);
        }
    }

    /// Empties the queue, and returns the attributes that waited.
    pub fn take(&mut self) -> Option<Attributes> {
        self.wanted = false;
        self.waiting_since
            .take()
            .map(|_| std::mem::take(&mut self.attributes))
    }

    /// A boot or an update reports the address.
    pub fn report(&mut self) {
        self.reported.clone_from(&self.settled);
    }

    /// Milliseconds until there is something to report.
    fn wait(&self, now: Now) -> Option<i64> {
        if self.wanted || self.settled != self.reported {
            return Some(0);
        }
        self.waiting_since
            .map(|since| since + ATTRIBUTE_TIMEOUT - now.monotonic)
    }
}

impl Lifecycle {
    pub(super) fn settled(&mut self, url: Url, now: Now) {
        self.page_settled();
        self.pings.moving = false;
        self.pings.settled = Some(url);
        self.tokens.ask_if_session_is_ending(now);
        if self.pings.settled == self.pings.reported {
            self.discard(What::Ping, Reason::AlreadyReported);
        } else if self.live() && self.budget.ping_wait(now) > 0 {
            // Merged: the ping stays due.
            self.discard(What::Ping, Reason::OverBudget);
        }
    }

    /// No boot and no ping may report this address. A script that is on its way would report it: the queue loses its
    /// boot.
    pub(super) fn settled_at_private_address(&mut self) {
        self.page_settled();
        self.pings.moving = true;
        if !self.is_script_live() {
            self.shut_down();
            self.tokens.deliver_again();
        }
    }

    /// R9: the new token, with the attributes that wait for a ping. The caller has checked the budget.
    pub(super) fn send_identity(&mut self, token: Token) {
        let attributes = self.pings.take().unwrap_or_default();
        self.pings.report();
        self.order(Command::Update(Update {
            token: Some(token),
            attributes,
        }));
    }

    pub(super) fn ping_if_due(&mut self, now: Now) {
        if self.ping_wait(now).is_none_or(|wait| wait > 0) {
            return;
        }
        self.budget.spend_on_ping(now);
        let attributes = self.pings.take().unwrap_or_default();
        self.pings.report();
        self.order(Command::Update(Update {
            token: None,
            attributes,
        }));
    }

    /// Milliseconds until a ping goes without another event.
    pub(super) fn ping_wait(&self, now: Now) -> Option<i64> {
        self.pings
            .wait(now)
            .map(|wait| wait.max(self.budget.ping_wait(now)))
    }
}
