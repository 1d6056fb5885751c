//! Who ought to be in the widget: rules R1, R2 and R5.

use super::super::session::{Session, SessionKey};
use super::Lifecycle;
use super::command::{Command, Marker, Reason, Stale, Step, What};
use super::event::{Now, TabMessage};

#[derive(Default)]
pub(super) struct Person {
    /// The host's last certain word.
    session: Session,
    /// Whether the host is not sure at the moment.
    unknown: bool,
    /// A session that the server has ended, whatever the host still believes.
    ended: Option<SessionKey>,
    /// "Log out" was pressed and nothing has come of it yet.
    logging_out: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Due {
    /// Nobody new, and nobody has to go.
    Unknown,
    Nobody,
    Visitor,
    User(SessionKey),
}

/// Who is in the widget, or in the stub's queue while there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Booted {
    #[default]
    Nobody,
    Visitor,
    User(SessionKey),
}

impl Booted {
    /// What an owner of the widget's cookies is remembered by.
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

    /// Whether whoever is booted may stay for now. A visitor may while a user's token is on its way: the boot with
    /// the token then brings the conversation along (R4).
    pub fn allows(&self, booted: &Booted) -> bool {
        *self == Self::Unknown
            || *booted == Booted::Nobody
            || self.is(booted)
            || matches!((self, booted), (Self::User(_), Booted::Visitor))
    }
}

impl Person {
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

    /// Whose session this page has, if that is certain; none is a visitor's.
    pub fn here(&self) -> Option<Option<SessionKey>> {
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
        if !first && !same {
            self.person.logging_out = false;
            self.begin_generation(Reason::OtherPerson);
            if let Some(key) = before.key().filter(|_| self.may_load) {
                self.order(Command::Broadcast(TabMessage::Ended(key.clone())));
            }
        }
    }

    /// R5: the widget is shut down before the server is told.
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

    /// R1: the server or another tab says that this session is over, before the host knows.
    pub(super) fn end_session(&mut self, stale: Stale) {
        self.person.ended = self.person.session.key().cloned();
        self.begin_generation(Reason::OtherPerson);
        if let Some(key) = self.person.ended.clone().filter(|_| stale == Stale::SignedOut) {
            self.order(Command::Broadcast(TabMessage::Ended(key)));
        }
        self.notify_host(stale);
    }

    /// Once for each event is enough; word of consent is in no other.
    pub(super) fn notify_host(&mut self, stale: Stale) {
        let told = self.steps.iter_mut().find_map(|step| match step {
            Step::Do(Command::NotifyHost(told)) => Some(told),
            _ => None,
        });
        match told {
            Some(told) if matches!(stale, Stale::Consent(_)) => *told = stale,
            Some(_) => {}
            None => self.order(Command::NotifyHost(stale)),
        }
    }

    /// R2: nothing that was meant for one person reaches the next.
    pub(super) fn begin_generation(&mut self, reason: Reason) {
        self.tokens.forget();
        for call in std::mem::take(&mut self.waiting) {
            self.discard(What::Call(call), reason);
        }
        if let Some(attributes) = self.pings.forget() {
            self.discard(What::Attributes(attributes), reason);
        }
    }

    /// What has run out by either clock by now.
    pub(super) fn expire(&mut self, now: Now) {
        self.check_widget_timeouts(now);
        if self.tokens.expire(now) {
            self.shut_down();
            // With a newer one in hand there is no doubt about the session: that one boots once the page is in place.
            if self.tokens.is_empty() {
                self.notify_host(Stale::TokenDied);
            }
        }
    }
}
