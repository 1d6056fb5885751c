//! The widget: nothing, a stub with a queue, or live. Rules R3, R6 and R14.

use super::super::diagnosis::Finding;
use super::super::session::SessionKey;
use super::Lifecycle;
use super::command::{Command, Identity, Marker, Queue};
use super::event::{Now, Registration, Url};
use super::person::Aboard;

/// How long the script may take before it counts as blocked, in milliseconds.
const PATIENCE: i64 = 10_000;
/// How long a live widget may take to say that its first ping succeeded, in milliseconds. Only said, never waited for.
const QUIET: i64 = 20_000;

pub(super) struct Widget {
    pub script: Script,
    pub aboard: Aboard,
    /// As it was when last looked at.
    pub marker: Marker,
    /// The user whom another tab booted beside this live visitor. The widget takes a visitor's conversation along into
    /// a user's session: it is theirs from then on.
    pub met: Option<SessionKey>,
    /// The stub's queue held a shutdown that the widget has not seen yet.
    shutdown_owed: bool,
    pub registration: Option<Registration>,
    registrations: u32,
    /// Since when the live widget owes the word that its first ping succeeded, on the monotonic clock.
    pub quiet_since: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    Absent,
    /// Inserted at this moment of the monotonic clock.
    Loading(i64),
    /// Patience is at an end. It may still come.
    Late,
    /// It will not come.
    Failed,
    Live,
}

impl Widget {
    pub fn new() -> Self {
        Self {
            script: Script::Absent,
            aboard: Aboard::Nobody,
            marker: Marker::Nobody,
            met: None,
            shutdown_owed: false,
            registration: None,
            registrations: 0,
            quiet_since: None,
        }
    }

    pub fn wait(&self, now: Now) -> Option<i64> {
        match self.script {
            Script::Loading(since) => Some(since + PATIENCE - now.monotonic),
            _ => self.quiet_since.map(|since| since + QUIET - now.monotonic),
        }
    }
}

impl Lifecycle {
    pub(super) fn give_up(&mut self) {
        if self.widget.script != Script::Live {
            self.widget.script = Script::Failed;
            self.found(Finding::ScriptFailed);
        }
    }

    pub(super) fn lose_patience(&mut self, now: Now) {
        if self.widget.wait(now).is_none_or(|wait| wait > 0) {
            return;
        }
        if self.widget.quiet_since.take().is_some() {
            self.found(Finding::Quiet);
        } else {
            self.widget.script = Script::Late;
            self.found(Finding::ScriptLate);
        }
    }

    pub(super) fn boot(&mut self, identity: Identity, aboard: Aboard, now: Now) {
        if self.widget.script == Script::Live {
            let owner = aboard.marker();
            if self.widget.marker != Marker::Nobody && self.widget.marker != owner {
                // Another tab's person may be in the cookies.
                self.shut_down_live();
            }
            self.widget.met = None;
            self.mark(owner);
            self.do_it(Command::Boot(identity));
            self.pings.report();
        } else {
            self.queue(identity, &aboard);
        }
        let new_session = self.widget.aboard == Aboard::Nobody;
        self.widget.aboard = aboard;
        match self.widget.script {
            Script::Live if new_session => self.listen(now),
            Script::Absent => {
                self.widget.script = Script::Loading(now.monotonic);
                self.do_it(Command::InsertScript);
            }
            _ => {}
        }
    }

    /// R3: where a marker is found, a first boot for anyone but its owner starts with a shutdown.
    fn queue(&mut self, identity: Identity, aboard: &Aboard) {
        let owner = aboard.marker();
        let clean = self.widget.marker == Marker::Nobody || self.widget.marker == owner;
        if clean && !self.widget.shutdown_owed {
            self.mark(owner);
            self.do_it(Command::Queue(Queue::Boot(identity)));
        } else {
            // Until the script comes, nobody knows whether the shutdown happened: the marker of a former user stays,
            // and it fits neither once a new user follows.
            if owner != Marker::Nobody {
                self.mark(Marker::Contested);
            }
            self.do_it(Command::Queue(Queue::ShutdownAndBoot(identity)));
        }
    }

    pub(super) fn shut_down(&mut self) {
        if self.widget.aboard == Aboard::Nobody {
            return;
        }
        if self.widget.script == Script::Live {
            // A marker that another tab has set meanwhile is theirs to remove.
            let owner = self.widget.aboard.marker();
            self.shut_down_live();
            if self.widget.marker == owner {
                self.mark(Marker::Nobody);
            }
        } else {
            self.widget.aboard = Aboard::Nobody;
            self.widget.shutdown_owed = true;
            self.do_it(Command::Queue(Queue::Shutdown));
        }
    }

    fn shut_down_live(&mut self) {
        self.widget.aboard = Aboard::Nobody;
        self.widget.registration = None;
        self.widget.quiet_since = None;
        self.widget.met = None;
        (self.unread, self.open) = (0, false);
        self.pings.reported = None;
        self.budget.begin_anew();
        self.do_it(Command::Shutdown);
    }

    pub(super) fn widget_is_live(&mut self, url: Url, now: Now) {
        if self.widget.script == Script::Live {
            return;
        }
        self.widget.script = Script::Live;
        self.widget.shutdown_owed = false;
        if self.widget.aboard != Aboard::Nobody {
            // A queue drained while the page moves reports one page's address with another's title: not yet told.
            self.pings.reported = Some(url).filter(|_| self.pings.in_place());
            self.listen(now);
        }
    }

    fn listen(&mut self, now: Now) {
        self.widget.registrations += 1;
        let registration = Registration(self.widget.registrations);
        self.widget.registration = Some(registration);
        self.widget.quiet_since = Some(now.monotonic);
        self.do_it(Command::Listen(registration));
    }

    pub(super) fn mark(&mut self, marker: Marker) {
        if self.widget.marker != marker {
            self.widget.marker = marker.clone();
            self.do_it(Command::Mark(marker));
        }
    }
}
