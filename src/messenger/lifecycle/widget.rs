//! The widget: nothing, a stub with a queue, or live. Rules R3, R6 and R14.

use super::super::diagnosis::Finding;
use super::super::session::SessionKey;
use super::Lifecycle;
use super::command::{Command, Identity, Marker, Queue};
use super::event::{Now, Registration, Url};
use super::person::Booted;

/// How long the script may take before it counts as blocked, in milliseconds.
const SCRIPT_TIMEOUT: i64 = 10_000;
/// How long a live widget may take to say that its first ping succeeded, in milliseconds. Only said, never waited for.
const READY_TIMEOUT: i64 = 20_000;

pub(super) struct Widget {
    pub script: Script,
    pub booted: Booted,
    /// As it was when last looked at.
    pub marker: Marker,
    /// The user whom another tab booted beside this live visitor. The widget takes a visitor's conversation along into
    /// a user's session: it is theirs from then on.
    pub merged_into: Option<SessionKey>,
    /// The stub's queue held a shutdown that the widget has not seen yet.
    shutdown_pending: bool,
    pub registration: Option<Registration>,
    registrations: u32,
    /// Since when the live widget has_pending the word that its first ping succeeded, on the monotonic clock.
    pub unready_since: Option<i64>,
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
            booted: Booted::Nobody,
            marker: Marker::Nobody,
            merged_into: None,
            shutdown_pending: false,
            registration: None,
            registrations: 0,
            unready_since: None,
        }
    }

    pub fn wait(&self, now: Now) -> Option<i64> {
        match self.script {
            Script::Loading(since) => Some(since + SCRIPT_TIMEOUT - now.monotonic),
            _ => self.unready_since.map(|since| since + READY_TIMEOUT - now.monotonic),
        }
    }
}

impl Lifecycle {
    pub(super) fn script_failed(&mut self) {
        if self.widget.script != Script::Live {
            self.widget.script = Script::Failed;
            self.found(Finding::ScriptFailed);
        }
    }

    pub(super) fn check_widget_timeouts(&mut self, now: Now) {
        if self.widget.wait(now).is_none_or(|wait| wait > 0) {
            return;
        }
        if self.widget.unready_since.take().is_some() {
            self.found(Finding::NoPingSucceeded);
        } else {
            self.widget.script = Script::Late;
            self.found(Finding::ScriptLate);
        }
    }

    pub(super) fn boot(&mut self, identity: Identity, booted: Booted, now: Now) {
        if self.widget.script == Script::Live {
            let owner = booted.marker();
            if self.widget.marker != Marker::Nobody && self.widget.marker != owner {
                // Another tab's person may be in the cookies.
                self.shut_down_live();
            }
            self.widget.merged_into = None;
            self.mark(owner);
            self.order(Command::Boot(identity));
            self.pings.report();
        } else {
            self.queue(identity, &booted);
        }
        let new_session = self.widget.booted == Booted::Nobody;
        self.widget.booted = booted;
        match self.widget.script {
            Script::Live if new_session => self.listen(now),
            Script::Absent => {
                self.widget.script = Script::Loading(now.monotonic);
                self.order(Command::InsertScript);
            }
            _ => {}
        }
    }

    /// R3: where a marker is found, a first boot for anyone but its owner starts with a shutdown.
    fn queue(&mut self, identity: Identity, booted: &Booted) {
        let owner = booted.marker();
        let clean = self.widget.marker == Marker::Nobody || self.widget.marker == owner;
        if clean && !self.widget.shutdown_pending {
            self.mark(owner);
            self.order(Command::Queue(Queue::Boot(identity)));
        } else {
            // Until the script comes, nobody knows whether the shutdown happened: the marker of a former user stays,
            // and it fits neither once a new user follows.
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
            // A marker that another tab has set meanwhile is theirs to remove.
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
        self.budget.begin_anew();
        self.order(Command::Shutdown);
    }

    pub(super) fn widget_is_live(&mut self, url: Url, now: Now) {
        if self.widget.script == Script::Live {
            return;
        }
        self.widget.script = Script::Live;
        self.widget.shutdown_pending = false;
        if self.widget.booted != Booted::Nobody {
            // A queue drained while the page moves reports one page's address with another's title: not yet told.
            self.pings.reported = Some(url).filter(|_| self.pings.in_place());
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
}
