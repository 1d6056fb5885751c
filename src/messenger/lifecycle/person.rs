//! The person who ought to be in the widget. Rules R1, R2 and R5.

use super::Lifecycle;
use super::command::{CheckAgain, Command, Marker, Reason, Step, What};
use super::event::{Now, TabMessage};
use crate::diagnosis::Finding;
use crate::session::{Session, SessionKey};

#[derive(Default)]
pub(super) struct PersonState {
    /// The last session that the host was certain of.
    session: Session,
    /// The host is not certain at the moment.
    unknown: bool,
    /// A session that the server or another tab has ended, whatever the host's signal says.
    ended: Option<SessionKey>,
    /// The session ended because the token belonged to another session.
    ended_by_mismatch: bool,
    /// The person pressed "log out", and the host's signal has not changed yet.
    logging_out: bool,
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
            _ if self.logging_out => Due::Nobody,
            Session::User { key, .. } if self.ended.as_ref() == Some(key) => Due::Nobody,
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
        if same && self.person.ended_by_mismatch && self.person.ended.as_ref() == before.key() {
            // The host has checked, and the token call still answers for another session.
            self.found(Finding::SessionKeysDiffer);
        }
        if !first && !same {
            self.person.logging_out = false;
            self.begin_generation(Reason::OtherPerson);
            if let Some(key) = before.key().filter(|_| self.may_load) {
                self.order(Command::Broadcast(TabMessage::Ended(key.clone())));
            }
        }
    }

    /// R5: the widget is shut down before the request leaves.
    pub(super) fn log_out(&mut self) {
        if self.person.key().is_some() {
            self.person.logging_out = true;
            self.begin_generation(Reason::OtherPerson);
        }
    }

    pub(super) fn log_out_failed(&mut self) {
        if self.person.logging_out {
            self.person.logging_out = false;
            self.begin_generation(Reason::OtherPerson);
        }
    }

    /// R1: the server or another tab says that this session has ended, before the host knows.
    pub(super) fn end_session(&mut self, why: CheckAgain) {
        self.person.ended = self.person.session.key().cloned();
        self.person.ended_by_mismatch = why == CheckAgain::OtherSession;
        self.begin_generation(Reason::OtherPerson);
        if let Some(key) = self
            .person
            .ended
            .clone()
            .filter(|_| why == CheckAgain::SignedOut)
        {
            self.order(Command::Broadcast(TabMessage::Ended(key)));
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

    /// A token that has expired by either clock ends the session in the widget.
    pub(super) fn expire_token(&mut self, now: Now) {
        if self.tokens.expire(now) {
            self.shut_down();
            // A newer token proves that the session lives. It boots once the page is in place.
            if self.tokens.is_empty() {
                self.notify_host(CheckAgain::TokenDied);
            }
        }
    }
}
