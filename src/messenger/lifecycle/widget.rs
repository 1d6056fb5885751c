//! The widget: nothing, a stub with a queue, or live. Rules R3, R6 and R14.

use super::Lifecycle;
use super::command::{Command, Identity, Marker, Queue};
use super::event::{Now, Registration, Url};
use super::person::Aboard;

/// How long the script may take before it counts as blocked, in milliseconds.
const PATIENCE: i64 = 10_000;

pub(super) struct Widget {
    pub script: Script,
    pub aboard: Aboard,
    marker: Marker,
    /// The stub's queue held a shutdown that the widget has not seen yet.
    shutdown_owed: bool,
    pub registration: Option<Registration>,
    registrations: u32,
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
    pub fn new(marker: Marker) -> Self {
        Self {
            script: Script::Absent,
            aboard: Aboard::Nobody,
            marker,
            shutdown_owed: false,
            registration: None,
            registrations: 0,
        }
    }

    pub fn give_up(&mut self) {
        if self.script != Script::Live {
            self.script = Script::Failed;
        }
    }

    pub fn lose_patience(&mut self, now: Now) {
        if self.wait(now).is_some_and(|wait| wait <= 0) {
            self.script = Script::Late;
        }
    }

    pub fn wait(&self, now: Now) -> Option<i64> {
        match self.script {
            Script::Loading(since) => Some(since + PATIENCE - now.monotonic),
            _ => None,
        }
    }
}

impl Lifecycle {
    pub(super) fn boot(&mut self, identity: Identity, aboard: Aboard, now: Now) {
        if self.widget.script == Script::Live {
            if let Aboard::User(key) = &aboard {
                self.mark(Marker::User(key.clone()));
            }
            self.do_it(Command::Boot(identity));
            self.pings.report();
        } else {
            self.queue(identity, &aboard);
        }
        let new_session = self.widget.aboard == Aboard::Nobody;
        self.widget.aboard = aboard;
        match self.widget.script {
            Script::Live if new_session => self.listen(),
            Script::Absent => {
                self.widget.script = Script::Loading(now.monotonic);
                self.do_it(Command::InsertScript);
            }
            _ => {}
        }
    }

    /// R3: where a marker is found, a first boot for anyone but its owner starts with a shutdown.
    fn queue(&mut self, identity: Identity, aboard: &Aboard) {
        let owner = match aboard {
            Aboard::User(key) => Marker::User(key.clone()),
            Aboard::Visitor | Aboard::Nobody => Marker::Nobody,
        };
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
        self.widget.aboard = Aboard::Nobody;
        self.widget.registration = None;
        self.unread = 0;
        self.pings.reported = None;
        if self.widget.script == Script::Live {
            self.do_it(Command::Shutdown);
            self.mark(Marker::Nobody);
        } else {
            self.widget.shutdown_owed = true;
            self.do_it(Command::Queue(Queue::Shutdown));
        }
    }

    pub(super) fn widget_is_live(&mut self, url: Url) {
        if self.widget.script == Script::Live {
            return;
        }
        self.widget.script = Script::Live;
        self.widget.shutdown_owed = false;
        match self.widget.aboard.clone() {
            Aboard::User(key) => self.mark(Marker::User(key)),
            Aboard::Visitor | Aboard::Nobody => self.mark(Marker::Nobody),
        }
        if self.widget.aboard != Aboard::Nobody {
            // A queue drained while the page moves reports one page's address with another's title: not yet told.
            self.pings.reported = Some(url).filter(|_| self.pings.in_place());
            self.listen();
        }
    }

    fn listen(&mut self) {
        self.widget.registrations += 1;
        let registration = Registration(self.widget.registrations);
        self.widget.registration = Some(registration);
        self.do_it(Command::Listen(registration));
    }

    fn mark(&mut self, marker: Marker) {
        if self.widget.marker != marker {
            self.widget.marker = marker.clone();
            self.do_it(Command::Mark(marker));
        }
    }
}
