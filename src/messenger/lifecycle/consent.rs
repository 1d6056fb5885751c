//! The consent: nothing of the Messenger runs without it, and nothing is left after a withdrawal. Rule R11.

use super::Lifecycle;
use super::command::{CheckAgain, Command, Marker, Reason};
use super::event::{Now, TabMessage};

#[derive(Default)]
pub(super) struct ConsentState {
    /// The last value of the host's signal. Before the first value there is no consent.
    said: Option<bool>,
    /// Whether another tab withdrew consent. It holds until this page's host says something new.
    withdrawn_elsewhere: bool,
    /// The last value that this tab sent to the others or got from them.
    exchanged: Option<bool>,
}

impl ConsentState {
    pub fn given(&self) -> bool {
        self.said == Some(true) && !self.withdrawn_elsewhere
    }

    /// Whether the host has spoken and there is no consent.
    pub fn withheld(&self) -> bool {
        self.said.is_some() && !self.given()
    }
}

impl Lifecycle {
    pub(super) fn consent_changed(&mut self, given: bool, now: Now) {
        let before = self.consent.said.replace(given);
        // A signal may repeat its value. A repeated value is no newer than another tab's message.
        if before == Some(given) {
            return;
        }
        if before.is_some() {
            self.consent.withdrawn_elsewhere = false;
            if self.consent.exchanged != Some(given) {
                self.order(Command::Broadcast(TabMessage::Consent(given)));
            }
        }
        self.consent.exchanged = Some(given);
        if !given {
            self.purge();
        } else if before.is_some() {
            self.revalidate_if_marked_by_another(now);
        }
    }

    pub(super) fn consent_changed_elsewhere(&mut self, given: bool, now: Now) {
        let withheld = self.consent.withheld();
        self.consent.exchanged = Some(given);
        self.consent.withdrawn_elsewhere = !given;
        // If the other tab gave consent, the cookies of this moment are that tab's.
        if !given {
            self.purge();
        }
        if self.consent.said != Some(given) {
            self.notify_host(CheckAgain::Consent(given));
        }
        if withheld && self.consent.given() {
            self.revalidate_if_marked_by_another(now);
        }
    }

    /// The consent that other tabs report, if the host last said otherwise.
    pub(super) fn consent_unheard(&self) -> Option<CheckAgain> {
        let ConsentState {
            said: Some(said),
            exchanged: Some(elsewhere),
            ..
        } = self.consent
        else {
            return None;
        };
        (said != elsewhere).then_some(CheckAgain::Consent(elsewhere))
    }

    fn purge(&mut self) {
        self.shut_down();
        self.begin_generation(Reason::NoConsent);
        self.order(Command::Purge);
        self.mark(Marker::Nobody);
    }
}
