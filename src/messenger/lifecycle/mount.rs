//! `<Messenger>` taken out of the page and put in again: a layout that changes, a nested route.
//!
//! While it is out, a user is shut down. A visitor's session stays, because a shutdown would end the conversation;
//! panel and launcher are hidden. The script stays in the page, so that no second one is ever inserted.

use super::Lifecycle;
use super::call::Call;
use super::command::{CheckAgain, Command};
use super::person::{Booted, Due};

impl Lifecycle {
    pub(super) fn mounted(&mut self) {
        self.mounted = true;
        // The person may have changed meanwhile: the host's signal speaks next.
        self.person.forget_certainty();
        self.conceal(false);
        if let Some(why) = self.consent_unheard().or(self.missed.take()) {
            self.notify_host(why);
        }
    }

    /// While `<Messenger>` is out of the page, no component calls the host. The next mount does. For consent, the next
    /// mount reports the value of that moment.
    pub(super) fn notify_host_later(&mut self, why: CheckAgain) {
        if !matches!(why, CheckAgain::Consent(_)) {
            self.missed = Some(why);
        }
    }

    pub(super) fn removed(&mut self) {
        self.pings.moving = true;
        self.host_check.expect_first_page();
        // The next mount asks for a fresh token, which proves that the session still lives.
        self.tokens.forget();
        if self.widget.booted == Booted::Visitor {
            if self.open {
                self.order(Command::Invoke(Call::Hide));
            }
            self.conceal(true);
        }
    }

    /// The person who ought to be in the widget while `<Messenger>` is out of the page.
    pub(super) fn due_unmounted(&self) -> Due {
        if self.widget.booted == Booted::Visitor {
            Due::Unknown
        } else {
            Due::Nobody
        }
    }
}
