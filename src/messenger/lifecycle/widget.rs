//! The person in the widget or in the stub's queue, and the owner of its cookies. Rules R3 and R6.

use super::Lifecycle;
use super::command::{Command, Identity, Marker, Queue};
use super::event::{Now, Registration, Url};
use super::person::Booted;
use super::script::{Script, Tries};
use crate::diagnosis::Finding;
use crate::session::SessionKey;

/// Milliseconds in which the first ping of a live widget should succeed. The machine reports it and waits for nothing.
const READY_TIMEOUT: i64 = 20_000;

pub(super) struct Widget {
    pub script: Script,
    pub tries: Tries,
    /// The person in the live widget or in the stub's queue.
    pub booted: Booted,
    /// The marker as the machine saw it last.
    pub marker: Marker,
    /// The user whom another tab booted beside this live visitor. The widget takes a visitor's conversation along into
    /// a user's session, so the conversation belongs to this user.
    pub merged_into: Option<SessionKey>,
    /// The stub's queue held a shutdown that the widget has not seen yet.
    shutdown_pending: bool,
    pub registration: Option<Registration>,
    registrations: u32,
    /// The moment of the boot whose first ping has not succeeded yet, on the monotonic clock.
    pub unready_since: Option<i64>,
    /// The page hides all that the widget draws.
    concealed: bool,
}

impl Widget {
    pub fn new() -> Self {
        Self {
            script: Script::Absent,
            tries: Tries::default(),
            booted: Booted::Nobody,
            marker: Marker::Nobody,
            merged_into: None,
            shutdown_pending: false,
            registration: None,
            registrations: 0,
            unready_since: None,
            concealed: false,
        }
    }

    /// Milliseconds until the live widget counts as silent.
    pub fn ready_wait(&self, now: Now) -> Option<i64> {
        self.unready_since
            .map(|since| since + READY_TIMEOUT - now.monotonic)
    }
}

impl Lifecycle {
    pub(super) fn check_ready_timeout(&mut self, now: Now) {
        if self.widget.ready_wait(now).is_some_and(|wait| wait <= 0) {
            self.widget.unready_since = None;
            self.found(Finding::NoPingSucceeded);
        }
    }

    pub(super) fn boot(&mut self, identity: Identity, booted: Booted, now: Now) {
        if self.is_script_live() {
            self.boot_live(identity, &booted);
        } else {
            self.queue(identity, &booted);
        }
        let before = std::mem::replace(&mut self.widget.booted, booted);
        if self.is_script_live() && before == Booted::Nobody {
            self.listen(now);
        }
        self.insert_script_if_due(now);
    }

    fn boot_live(&mut self, identity: Identity, booted: &Booted) {
        let owner = booted.marker();
        if self.widget.marker != Marker::Nobody && self.widget.marker != owner {
            // The cookies may hold the session of another tab's person.
            self.shut_down_live();
        }
        self.widget.merged_into = None;
        self.mark(owner);
        self.order(Command::Boot(identity));
        self.pings.report();
    }

    /// R3: where a marker is found, a first boot for anyone but its owner starts with a shutdown.
    fn queue(&mut self, identity: Identity, booted: &Booted) {
        let owner = booted.marker();
        let clean = self.widget.marker == Marker::Nobody || self.widget.marker == owner;
        if clean && !self.widget.shutdown_pending {
            self.mark(owner);
            self.order(Command::Queue(Queue::Boot(identity)));
        } else {
            // Until the script runs, no page knows whether the shutdown happened. The marker of a former user stays. If
            // a new user follows, the marker fits neither of the two.
            if owner != Marker::Nobody {
                self.mark(Marker::Contested);
            }
            self.order(Command::Queue(Queue::ShutdownAndBoot(identity)));
        }
    }

    pub(super) fn shut_down(&mut self) {
        if self.widget.booted == Booted::Nobody {
            return;
        }
        if self.widget.script == Script::Live {
            // If another tab has set the marker meanwhile, that tab removes it.
            let owner = self.widget.booted.marker();
            self.shut_down_live();
            if self.widget.marker == owner {
                self.mark(Marker::Nobody);
            }
        } else {
            self.widget.booted = Booted::Nobody;
            self.widget.shutdown_pending = true;
            self.order(Command::Queue(Queue::Shutdown));
        }
    }

    fn shut_down_live(&mut self) {
        self.widget.booted = Booted::Nobody;
        self.widget.registration = None;
        self.widget.unready_since = None;
        self.widget.merged_into = None;
        (self.unread, self.open) = (0, false);
        self.pings.reported = None;
        self.budget.reset();
        self.order(Command::Shutdown);
    }

    pub(super) fn widget_is_live(&mut self, url: Url, now: Now) {
        if self.widget.script == Script::Live {
            return;
        }
        self.widget.script = Script::Live;
        self.widget.shutdown_pending = false;
        if self.widget.booted != Booted::Nobody {
            // A queue that the widget drained while the page moved reported one page's address with another's title.
            self.pings.reported = Some(url).filter(|_| self.in_place());
            self.listen(now);
        }
    }

    fn listen(&mut self, now: Now) {
        self.widget.registrations += 1;
        let registration = Registration(self.widget.registrations);
        self.widget.registration = Some(registration);
        self.widget.unready_since = Some(now.monotonic);
        self.order(Command::Listen(registration));
    }

    pub(super) fn mark(&mut self, marker: Marker) {
        if self.widget.marker != marker {
            self.widget.marker = marker.clone();
            self.order(Command::Mark(marker));
        }
    }

    /// Hides or shows the widget. While `<Messenger>` is out of the page, a visitor's session stays, and nobody sees
    /// it.
    pub(super) fn conceal(&mut self, concealed: bool) {
        if self.widget.concealed != concealed {
            self.widget.concealed = concealed;
            self.order(Command::Conceal(concealed));
        }
    }
}
