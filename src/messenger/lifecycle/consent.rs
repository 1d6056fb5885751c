//! Rule R11: nothing of the Messenger without consent, and nothing left of it when consent is withdrawn.

use super::Lifecycle;
use super::command::{Command, Marker, Reason, Stale};
use super::event::TabMessage;

#[derive(Default)]
pub(super) struct Consent {
    /// The last word of the host's signal; none yet counts as no.
    said: Option<bool>,
    /// Another tab knows better, until our own host says something new.
    withdrawn_elsewhere: bool,
    /// The last word between this tab and the others.
    exchanged: Option<bool>,
}

impl Consent {
    pub fn given(&self) -> bool {
        self.said == Some(true) && !self.withdrawn_elsewhere
    }

    pub fn withheld(&self) -> bool {
        self.said.is_some() && !self.given()
    }
}

impl Lifecycle {
    pub(super) fn consent_changed(&mut self, given: bool) {
        let before = self.consent.said.replace(given);
        // The same word again, for whatever reason a signal speaks, is no newer than what another tab said.
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
        }
    }

    pub(super) fn consent_changed_elsewhere(&mut self, given: bool) {
        self.consent.exchanged = Some(given);
        self.consent.withdrawn_elsewhere = !given;
        // Given there and not here, nothing is left to take away here; what is there now is theirs.
        if !given {
            self.purge();
        }
        if self.consent.said != Some(given) {
            self.notify_host(Stale::Consent(given));
        }
    }

    fn purge(&mut self) {
        self.shut_down();
        self.begin_generation(Reason::NoConsent);
        self.order(Command::Purge);
        self.mark(Marker::Nobody);
    }
}
