//! The person who ought to be in the widget. Rules R1, R2 and R5.

use super::Lifecycle;
use super::command::{CheckAgain, Command, Marker, Reason, Step, What};
use super::event::{Now, TabMessage};
use crate::diagnosis::Finding;
use crate::session::{Session, SessionKey};

/// The milliseconds for which a log-out holds that began while nobody knew whom it logs out. Nothing tells the page
/// that it succeeded: after that, a token call does.
const LONGEST_UNIDENTIFIED_LOG_OUT: i64 = 60_000;

#[derive(Default)]
pub(super) struct PersonState {
    /// The last session that the host was certain of.
    session: Session,
    /// The host is not certain at the moment.
    unknown: bool,
    /// A session that the server or another tab has ended, and how the page knows, whatever the host's signal says.
    ended: Option<(SessionKey, CheckAgain)>,
    /// The person pressed "log out", and the host's signal has not changed yet.
    log_out: Option<LogOut>,
}

enum LogOut {
    /// Of the user whom the host's signal named.
    Known,
    /// Of whoever is here: the session was Unknown. The user whom the signal names first after that counts as the one.
    Unidentified {
        named: bool,
        /// The moment of its end on the monotonic clock, if nothing ends it before.
        until: i64,
    },
}

/// The person who ought to be in the widget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Due {
    /// The person who is there may stay. Nobody new begins.
    Unknown,
    Nobody,
    Visitor,
    User(SessionKey),
}

/// The person in the live widget, or in the stub's queue before that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Booted {
    #[default]
    Nobody,
    Visitor,
    User(SessionKey),
}

impl Booted {
    /// The marker that belongs to this person.
    pub fn marker(&self) -> Marker {
        match self {
            Self::User(key) => Marker::User(key.clone()),
            Self::Visitor | Self::Nobody => Marker::Nobody,
        }
    }
}

impl Due {
    pub fn is(&self, booted: &Booted) -> bool {
        match (self, booted) {
            (Self::Visitor, Booted::Visitor) => true,
            (Self::User(due), Booted::User(booted)) => due == booted,
            _ => false,
        }
    }

    /// Whether the person in the widget may stay for now. A visitor may stay while a user's token is on its way: the
    /// boot with the token brings the conversation along (R4).
    pub fn allows(&self, booted: &Booted) -> bool {
        *self == Self::Unknown
            || *booted == Booted::Nobody
            || self.is(booted)
            || matches!((self, booted), (Self::User(_), Booted::Visitor))
    }
}

impl PersonState {
    pub fn due(&self) -> Due {
        match &self.session {
            _ if self.is_logging_out() => Due::Nobody,
            Session::User { .. } if self.why_ended().is_some() => Due::Nobody,
            _ if self.unknown => Due::Unknown,
            Session::Unknown => Due::Unknown,
            Session::Visitor => Due::Visitor,
            Session::User { key, .. } => Due::User(key.clone()),
        }
    }

    /// The session of this page, if it is certain. The inner None is a visitor's.
    pub fn certain_session(&self) -> Option<Option<SessionKey>> {
        match self.due() {
            Due::Unknown | Due::Nobody => None,
            Due::Visitor => Some(None),
            Due::User(key) => Some(Some(key)),
        }
    }

    pub fn key(&self) -> Option<&SessionKey> {
        self.session.key()
    }

    pub fn revision(&self) -> Option<i64> {
        match self.session {
            Session::User { revision, .. } => Some(revision),
            _ => None,
        }
    }

    /// The host does not know who is here: not yet, or not at the moment.
    pub fn is_unknown(&self) -> bool {
        self.unknown || self.session == Session::Unknown
    }

    pub fn is_logging_out(&self) -> bool {
        self.log_out.is_some()
    }

    /// How the page knows that the session is over which the host's signal says, if it is over.
    pub fn why_ended(&self) -> Option<CheckAgain> {
        let (key, why) = self.ended.as_ref()?;
        (self.key() == Some(key)).then_some(*why)
    }

    /// Milliseconds until a log-out ends without another event.
    pub fn log_out_wait(&self, now: Now) -> Option<i64> {
        match self.log_out {
            Some(LogOut::Unidentified { until, .. }) => Some(until - now.monotonic),
            _ => None,
        }
    }

    /// Whether a log-out goes on as the host's signal says this session. `same`: as it said before.
    fn log_out_goes_on(&mut self, same: bool) -> bool {
        match &mut self.log_out {
            _ if self.session == Session::Visitor => false,
            Some(LogOut::Unidentified { named, .. }) => !std::mem::replace(named, true) || same,
            Some(LogOut::Known) => same,
            None => false,
        }
    }

    /// Makes the session uncertain until the host speaks again.
    pub fn forget_certainty(&mut self) {
        self.unknown = true;
    }
}

impl Lifecycle {
    pub(super) fn session_changed(&mut self, session: Session) {
        self.person.unknown = session == Session::Unknown;
        if self.person.unknown {
            return;
        }
        let before = std::mem::replace(&mut self.person.session, session);
        let first = before == Session::Unknown;
        let same = before.key() == self.person.session.key();
        if same && self.person.why_ended() == Some(CheckAgain::OtherSession) {
            // The host has checked, and the token call still answers for another session.
            self.found(Finding::SessionKeysDiffer);
        }
        if !self.person.log_out_goes_on(same) {
            self.person.log_out = None;
        }
        if !first && !same {
            self.begin_generation(Reason::OtherPerson);
            if let Some(key) = before.key().filter(|_| self.may_load) {
                self.order(Command::Broadcast(TabMessage::Ended(key.clone())));
            }
        }
    }

    /// R5: the widget is shut down before the request leaves.
    pub(super) fn log_out(&mut self, now: Now) {
        let log_out = if self.person.is_unknown() {
            LogOut::Unidentified {
                named: false,
                until: now.monotonic + LONGEST_UNIDENTIFIED_LOG_OUT,
            }
        } else if self.person.key().is_some() {
            LogOut::Known
        } else {
            return;
        };
        self.person.log_out = Some(log_out);
        self.begin_generation(Reason::OtherPerson);
    }

    pub(super) fn log_out_failed(&mut self) {
        if self.person.log_out.take().is_some() {
            self.begin_generation(Reason::OtherPerson);
        }
    }

    pub(super) fn expire_log_out(&mut self, now: Now) {
        if self.person.log_out_wait(now).is_some_and(|wait| wait <= 0) {
            self.person.log_out = None;
        }
    }

    /// R1: the server or another tab says that this session has ended, before the host knows.
    pub(super) fn end_session(&mut self, why: CheckAgain) {
        self.begin_generation(Reason::OtherPerson);
        if let Some(key) = self.person.key().cloned() {
            self.person.ended = Some((key.clone(), why));
            if why == CheckAgain::SignedOut {
                self.order(Command::Broadcast(TabMessage::Ended(key)));
            }
        }
        self.notify_host(why);
    }

    /// Asks the host to check who is logged in, at most once for each event. A change of consent goes before other
    /// reasons: it has no other way to the host.
    pub(super) fn notify_host(&mut self, why: CheckAgain) {
        if !self.mounted {
            return self.notify_host_later(why);
        }
        let notified = self.steps.iter_mut().find_map(|step| match step {
            Step::Do(Command::NotifyHost(reason)) => Some(reason),
            _ => None,
        });
        match notified {
            Some(reason) if matches!(why, CheckAgain::Consent(_)) => *reason = why,
            Some(_) => {}
            None => self.order(Command::NotifyHost(why)),
        }
    }

    /// R2: nothing that the app meant for one person reaches the next.
    pub(super) fn begin_generation(&mut self, reason: Reason) {
        self.tokens.forget();
        for call in std::mem::take(&mut self.waiting) {
            self.discard(What::Call(call), reason);
        }
        if let Some(attributes) = self.pings.take() {
            self.discard(What::Attributes(attributes), reason);
        }
    }
}
