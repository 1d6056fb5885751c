//! Rules R12 and R13: what other tabs do, and what happened while nobody looked.
//!
//! Tabs of one browser share the host's session and the widget's cookies. They tell each other who began and who ended;
//! and each reads the shared marker with every event, so that a message that was lost costs nothing.

use super::super::session::SessionKey;
use super::Lifecycle;
use super::command::{Command, Marker, Stale};
use super::event::{Notice, Now};
use super::person::Aboard;
use super::widget::Script;

/// Coming into sight, online and out of the cache often happen together: one look is enough, in milliseconds.
const ONE_LOOK: i64 = 1_000;
/// What another tab does is often half done when it shows here: the server is asked when it is likely to know, in
/// milliseconds.
const HALF_DONE: i64 = 1_000;

#[derive(Default)]
pub(super) struct Tabs {
    /// What the others were told last: whose session this browser has.
    announced: Option<Option<SessionKey>>,
    woken_at: Option<Now>,
}

impl Lifecycle {
    /// Says whose session it is here, once for each change, and only from a page that is in sight.
    pub(super) fn announce_session(&mut self) {
        let Some(here) = self.person.here().filter(|_| self.may_load && self.consent.given()) else { return };
        if self.tabs.announced.as_ref() != Some(&here) {
            self.tabs.announced = Some(here.clone());
            self.do_it(Command::Announce(Notice::Began(here)));
        }
    }

    pub(super) fn other_tab_says(&mut self, notice: Notice, now: Now) {
        match notice {
            Notice::Ended(key) if self.person.key() == Some(&key) => self.end_session(Stale::OtherTab),
            // Messages may be old: the host and a fresh token decide, nobody is in the widget meanwhile. Nor does a host
            // that is not sure just now make it less of a doubt.
            Notice::Began(theirs) if self.person.key() != theirs.as_ref() => self.doubt(now),
            Notice::Began(_) | Notice::Ended(_) => {}
            Notice::Consent(given) => self.consent_elsewhere(given),
        }
    }

    /// The marker, as it is now, and whether another tab changed it. One that names another session than ours says that
    /// ours may be over: even if nobody is aboard, the token under way may be of before.
    pub(super) fn see_marker(&mut self, marker: Marker, now: Now) -> bool {
        let news = self.widget.marker != marker;
        if news {
            let ours = self.person.key().map_or(Marker::Nobody, |key| Marker::User(key.clone()));
            let doubtful = marker != ours;
            self.widget.marker = marker;
            self.part_visitor_and_user();
            if doubtful {
                self.doubt(now);
            }
        }
        news
    }

    /// A visitor in the queue must not be booted into the cookies of a user, were it the one who is due here. A live
    /// visitor's conversation that became a user's in another tab goes when that user's session does.
    fn part_visitor_and_user(&mut self) {
        if self.widget.aboard != Aboard::Visitor {
            return;
        }
        let live = self.widget.script == Script::Live;
        match (&self.widget.met, &self.widget.marker) {
            (_, marker) if !live && *marker != Marker::Nobody => self.shut_down(),
            (None, Marker::User(key)) if live => self.widget.met = Some(key.clone()),
            (Some(met), marker) if *marker != Marker::User(met.clone()) => self.shut_down(),
            _ => {}
        }
    }

    pub(super) fn wake(&mut self, now: Now) {
        let lately = self.tabs.woken_at.is_some_and(|at| now.since(at) < ONE_LOOK);
        if self.may_load && self.consent.given() && !lately {
            self.tabs.woken_at = Some(now);
            self.tell_host(Stale::Woken);
        }
    }

    /// Perhaps this browser has another session by now. A user leaves the widget until a fresh token says who it is. A
    /// visitor stays if the widget is live; else the queue is decided anew, as the cookies may be another's.
    fn doubt(&mut self, now: Now) {
        if !self.consent.given() {
            return;
        }
        if self.widget.script != Script::Live || matches!(self.widget.aboard, Aboard::User(_)) {
            self.shut_down();
        }
        self.tokens.forget();
        self.tokens.ask_after(now.monotonic + HALF_DONE);
        self.tell_host(Stale::OtherTab);
    }
}
