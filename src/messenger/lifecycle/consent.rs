//! Rule R11: nothing of the Messenger without consent, and nothing left of it when consent is withdrawn.

use super::Lifecycle;
use super::command::{Command, Marker, Reason, Stale};
use super::event::Notice;

#[derive(Default)]
pub(super) struct Consent {
    /// What the host's signal says; not known yet counts as no.
    given: bool,
    /// Another tab knows better, until our own host says something new.
    withdrawn_elsewhere: bool,
    /// The host has said something.
    said: bool,
}

impl Consent {
    pub fn given(&self) -> bool {
        self.given && !self.withdrawn_elsewhere
    }

    pub fn withheld(&self) -> bool {
        self.said && !self.given()
    }
}

impl Lifecycle {
    pub(super) fn consent_says(&mut self, given: bool) {
        let news = self.consent.said && self.consent.given() != given;
        self.consent.said = true;
        (self.consent.given, self.consent.withdrawn_elsewhere) = (given, false);
        if news {
            self.do_it(Command::Announce(Notice::Consent(given)));
        }
        self.obey_consent();
    }

    pub(super) fn consent_elsewhere(&mut self, given: bool) {
        self.consent.withdrawn_elsewhere = !given;
        self.obey_consent();
        self.tell_host(Stale::Consent(given));
    }

    fn obey_consent(&mut self) {
        if !self.consent.given() {
            self.shut_down();
            self.begin_generation(Reason::NoConsent);
            self.do_it(Command::Forget);
            self.mark(Marker::Nobody);
        }
    }
}
