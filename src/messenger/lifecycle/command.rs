//! What is to be done: the only way out of the machine.

use super::super::attributes::Attributes;
use super::super::diagnosis::Finding;
use super::super::session::SessionKey;
use super::super::token::Token;
use super::call::Call;
use super::event::{Registration, Request, TabMessage, WidgetEvent};

#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Ask the server for the token of whoever is logged in.
    FetchToken(Request),
    /// Put exactly this into the stub's queue, in place of what is there.
    Queue(Queue),
    /// Insert the widget's script. Comes once.
    InsertScript,
    /// Call the live widget's `boot`.
    Boot(Identity),
    /// Call the live widget's `update`.
    Update(Update),
    /// Call the live widget's `shutdown`, and clear what it might boot from by itself.
    Shutdown,
    /// Any other call, for the live widget.
    Invoke(Call),
    /// Register the callbacks: the widget has none.
    Listen(Registration),
    /// Pass this on to whoever registered a callback with the pattern.
    Emit(WidgetEvent),
    /// Tell the other tabs of this browser.
    Broadcast(TabMessage),
    /// Wipe out the widget's cookies and what it might boot from by itself (rule R11).
    Purge,
    /// Remember, beyond this page, whose session the widget's cookies may hold.
    Mark(Marker),
    /// Ask the host to look again who is logged in.
    NotifyHost(Stale),
}

/// With whom a session begins. There is no user without a token, and no unsigned identity.
#[derive(Clone, Debug, PartialEq)]
pub enum Identity {
    Visitor,
    User(Token),
}

/// The only contents the stub's queue ever has: `[boot]`, `[shutdown, boot]` or `[shutdown]` (rule R6).
#[derive(Clone, Debug, PartialEq)]
pub enum Queue {
    Boot(Identity),
    ShutdownAndBoot(Identity),
    Shutdown,
}

/// One `update`: bare, with attributes, or with a new token after the person's data changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Update {
    pub token: Option<Token>,
    pub attributes: Attributes,
}

/// Whose session the widget's cookies may hold (rule R3). Kept in localStorage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Marker {
    Nobody,
    User(SessionKey),
    /// Between two people: a queued shutdown may or may not have happened. Nobody's own, so it always shuts down.
    Contested,
}

/// Why the host is asked to look again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stale {
    /// The server says that nobody is logged in.
    SignedOut,
    /// The server answered with a token of another session.
    OtherSession,
    /// The token ran out and could not be renewed.
    TokenDied,
    /// Another tab of this browser has another session.
    OtherTab,
    /// Consent was given or withdrawn in another tab.
    Consent(bool),
    /// The page was asleep or out of sight: much may have happened since.
    Woken,
}

/// Something that was not carried out.
#[derive(Clone, Debug, PartialEq)]
pub struct Dropped {
    pub what: What,
    pub reason: Reason,
}

#[derive(Clone, Debug, PartialEq)]
pub enum What {
    Call(Call),
    Attributes(Attributes),
    Token,
    Ping,
    WidgetEvent(WidgetEvent),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It was meant for somebody who is not here any more.
    OtherPerson,
    /// A newer question replaced the one this answers.
    Superseded,
    /// The token is of another session.
    OtherSession,
    /// The token would not outlive the one in use: the session is about to end.
    WouldNotOutlive,
    /// This URL was reported last.
    AlreadyReported,
    /// Too many calls wait.
    TooMany,
    /// The widget had dropped this callback.
    OldRegistration,
    /// The person has not allowed the Messenger.
    NoConsent,
    /// The budget of updates is used up for now: the last URL follows (rule R10).
    OverBudget,
}

/// A command, or word of something dropped or found wrong, in the order in which they came about.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    Do(Command),
    Drop(Dropped),
    Found(Finding),
}
