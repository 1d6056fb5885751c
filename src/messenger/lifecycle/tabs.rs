//! Rules R12 and R13: what other tabs do, and what happened while nobody looked.
//!
//! Tabs of one browser share the host's session and the widget's cookies. They tell each other who began and who ended;
//! and each reads the shared marker with every event, so that a message that was lost costs nothing.

use super::super::session::SessionKey;
use super::Lifecycle;
use super::command::{Command, Marker, Stale};
use super::event::{Now, TabMessage};
use super::person::Booted;
use super::widget::Script;

/// Coming into sight, online and out of the cache often happen together: one look is enough, in milliseconds.
const WAKE_DEBOUNCE: i64 = 1_000;
/// What another tab does is often half done when it shows here: the server is asked when it is likely to know, in
/// milliseconds.
const REVALIDATE_DELAY: i64 = 1_000;

#[derive(Default)]
pub(super) struct Tabs {
    /// What the others were told last: whose session this browser has.
    announced: Option<Option<SessionKey>>,
    woken_at: Option<Now>,
}

impl Lifecycle {
    /// Says whose session it is here, once for each change, and only from a page that is in sight.
    pub(super) fn broadcast_session(&mut self) {
        let Some(here) = self.person.here().filter(|_| self.may_load && self.consent.given()) else { return };
        if self.tabs.announced.as_ref() != Some(&here) {
            self.tabs.announced = Some(here.clone());
            self.order(Command::Broadcast(TabMessage::Began(here)));
        }
    }

    pub(super) fn tab_message(&mut self, notice: TabMessage, now: Now) {
        match notice {
            TabMessage::Ended(key) if self.person.key() == Some(&key) => self.end_session(Stale::OtherTab),
            // Messages may be old: the host and a fresh token decide, nobody is in the widget meanwhile. Nor does a host
            // that is not sure just now make it less of a doubt.
            TabMessage::Began(theirs) if self.person.key() != theirs.as_ref() => self.revalidate_session(now),
            TabMessage::Began(_) | TabMessage::Ended(_) => {}
            TabMessage::Consent(given) => self.consent_changed_elsewhere(given),
        }
    }

    /// The marker, as it is now, and whether another tab changed it. One that names another session than ours says that
    /// ours may be over: even if nobody is booted, the token under way may be of before.
    pub(super) fn read_marker(&mut self, marker: Marker, now: Now) -> bool {
        let news = self.widget.marker != marker;
        if news {
            let ours = self.person.key().map_or(Marker::Nobody, |key| Marker::User(key.clone()));
            let differs = marker != ours;
            self.widget.marker = marker;
            self.separate_visitor_and_user();
            if differs {
                self.revalidate_session(now);
            }
        }
        news
    }

    /// A visitor in the queue must not be booted into the cookies of a user, were it the one who is due here. A live
    /// visitor's conversation that became a user's in another tab goes when that user's session does.
    fn separate_visitor_and_user(&mut self) {
        if self.widget.booted != Booted::Visitor {
            return;
        }
        let live = self.widget.script == Script::Live;
        match (&self.widget.merged_into, &self.widget.marker) {
            (_, marker) if !live && *marker != Marker::Nobody => self.shut_down(),
            (None, Marker::User(key)) if live => self.widget.merged_into = Some(key.clone()),
            (Some(met), marker) if *marker != Marker::User(met.clone()) => self.shut_down(),
            _ => {}
        }
    }

    pub(super) fn wake(&mut self, now: Now) {
        let lately = self.tabs.woken_at.is_some_and(|at| now.since(at) < WAKE_DEBOUNCE);
        if self.may_load && self.consent.given() && !lately {
            self.tabs.woken_at = Some(now);
            self.notify_host(Stale::Woken);
        }
    }

    /// Perhaps this browser has another session by now. A user leaves the widget until a fresh token says who it is. A
    /// visitor stays if the widget is live; else the queue is decided anew, as the cookies may be another's.
    fn revalidate_session(&mut self, now: Now) {
        if !self.consent.given() {
            return;
        }
        if self.widget.script != Script::Live || matches!(self.widget.booted, Booted::User(_)) {
            self.shut_down();
        }
        self.tokens.forget();
        self.tokens.ask_after(now.monotonic + REVALIDATE_DELAY);
        self.notify_host(Stale::OtherTab);
    }
}
