//! Other tabs, and the time in which a page did not run. Rules R12 and R13.
//!
//! Tabs of one browser share the host's session and the widget's cookies. They send each other a message when a session
//! begins or ends. Each tab also reads the shared marker with every event, so that a lost message does no harm.

use super::Lifecycle;
use super::command::{CheckAgain, Command, Marker};
use super::event::{Now, TabMessage};
use super::person::Booted;
use crate::session::SessionKey;

/// Milliseconds between two checks after wakes. A page often becomes visible, online and restored at once: the host
/// checks once.
const WAKE_DEBOUNCE: i64 = 1_000;
/// Milliseconds that a token call waits. Another tab's log-in or log-out may still be under way: the server has to know
/// first.
const REVALIDATE_DELAY: i64 = 1_000;
/// Other tabs make the host check at most so often in a minute; further checks wait. A log-in or log-out makes up to
/// three checks. Tabs whose host gives another key each time would otherwise drive each other without end.
const CHECKS_AT_ONCE: u32 = 12;
/// The milliseconds in which the host's checks are counted.
const CHECK_WINDOW: i64 = 60_000;
/// The milliseconds until a check that has to wait.
const LATER_CHECK: i64 = 15_000;

#[derive(Default)]
pub(super) struct Tabs {
    /// The session that this tab sent to the others last.
    announced: Option<Option<SessionKey>>,
    woken_at: Option<Now>,
    /// The host's checks for other tabs, since `counted_since` on the monotonic clock.
    checks: u32,
    counted_since: i64,
    /// The moment at which a check that had to wait is due.
    check_at: Option<i64>,
}

impl Tabs {
    /// Milliseconds until the host checks for another tab.
    pub fn wait(&self, now: Now) -> Option<i64> {
        self.check_at.map(|at| at - now.monotonic)
    }
}

impl Lifecycle {
    /// Sends the session of this page to the other tabs, once for each change.
    pub(super) fn broadcast_session(&mut self) {
        let Some(session) = self.person.certain_session().filter(|_| self.is_awake()) else {
            return;
        };
        if self.tabs.announced.as_ref() != Some(&session) {
            self.tabs.announced = Some(session.clone());
            self.order(Command::Broadcast(TabMessage::Began(session)));
        }
    }

    pub(super) fn tab_message(&mut self, message: TabMessage, now: Now) {
        match message {
            TabMessage::Ended(key) if self.person.key() == Some(&key) => {
                self.end_session(CheckAgain::OtherTab)
            }
            // The message may be old: the host and a fresh token decide. This holds too while the host is not certain.
            TabMessage::Began(theirs) if self.person.key() != theirs.as_ref() => {
                self.revalidate_session(now)
            }
            TabMessage::Began(_) | TabMessage::Ended(_) => {}
            TabMessage::Consent(given) => self.consent_changed_elsewhere(given, now),
        }
    }

    /// Returns whether another tab changed the marker. A marker of another session says that this page's session may
    /// have ended. Even if nobody is booted, a token that is under way may be too old.
    pub(super) fn read_marker(&mut self, marker: Marker, now: Now) -> bool {
        if self.widget.marker == marker {
            return false;
        }
        self.widget.marker = marker;
        let ours = self.is_marker_ours();
        self.separate_visitor_and_user();
        if !ours {
            self.revalidate_session(now);
        }
        true
    }

    fn is_marker_ours(&self) -> bool {
        let ours = self
            .person
            .key()
            .map_or(Marker::Nobody, |key| Marker::User(key.clone()));
        self.widget.marker == ours
    }

    /// Consent is here again. While it was missing, another tab's marker asked for nothing.
    pub(super) fn revalidate_if_marked_by_another(&mut self, now: Now) {
        if self.widget.marker != Marker::Nobody && !self.is_marker_ours() {
            self.revalidate_session(now);
        }
    }

    /// A visitor in the queue must not boot into a user's cookies, even if that user is due here. If a live visitor's
    /// conversation became a user's in another tab, it goes when that user's session goes.
    fn separate_visitor_and_user(&mut self) {
        if self.widget.booted != Booted::Visitor {
            return;
        }
        let live = self.is_script_live();
        match (&self.widget.merged_into, &self.widget.marker) {
            (_, marker) if !live && *marker != Marker::Nobody => self.shut_down(),
            (None, Marker::User(key)) if live => self.widget.merged_into = Some(key.clone()),
            (Some(user), marker) if *marker != Marker::User(user.clone()) => self.shut_down(),
            _ => {}
        }
    }

    pub(super) fn wake(&mut self, now: Now) {
        self.tokens.retry_now(now);
        self.retry_script_now();
        let lately = self
            .tabs
            .woken_at
            .is_some_and(|at| now.since(at) < WAKE_DEBOUNCE);
        if self.is_awake() && !lately {
            self.tabs.woken_at = Some(now);
            self.notify_host(CheckAgain::Woken);
        }
    }

    /// This browser may have another session by now. A user leaves the widget until a fresh token says who is here. A
    /// live visitor stays. Before the widget is live the queue is decided anew: the cookies may hold another session.
    fn revalidate_session(&mut self, now: Now) {
        if !self.consent.given() {
            return;
        }
        if !self.is_script_live() || matches!(self.widget.booted, Booted::User(_)) {
            self.shut_down();
        }
        self.tokens.forget();
        self.tokens.ask_after(now.monotonic + REVALIDATE_DELAY);
        self.have_host_check(now);
    }

    fn have_host_check(&mut self, now: Now) {
        if now.monotonic - self.tabs.counted_since >= CHECK_WINDOW {
            (self.tabs.checks, self.tabs.counted_since) = (0, now.monotonic);
        }
        if self.tabs.checks < CHECKS_AT_ONCE {
            self.tabs.checks += 1;
            self.notify_host(CheckAgain::OtherTab);
        } else if self.tabs.check_at.is_none() {
            self.tabs.check_at = Some(now.monotonic + self.jitter.spread(LATER_CHECK));
        }
    }

    /// A check that had to wait is due.
    pub(super) fn check_host_later(&mut self, now: Now) {
        if self
            .tabs
            .check_at
            .take_if(|at| *at <= now.monotonic)
            .is_some()
            && self.consent.given()
        {
            self.notify_host(CheckAgain::OtherTab);
        }
    }

    /// Whether the page takes part: it may load the widget, and the person has allowed it.
    pub(super) fn is_awake(&self) -> bool {
        self.may_load && self.consent.given()
    }
}
