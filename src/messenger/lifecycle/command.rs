//! The commands: the only way out of the machine.

use super::call::Call;
use super::event::{Registration, Request, TabMessage, WidgetEvent};
use crate::attributes::Attributes;
use crate::diagnosis::Finding;
use crate::session::SessionKey;
use crate::token::Token;

/// Something that the page has to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Ask the server for the token of the person who is logged in.
    FetchToken(Request),
    /// Replace the content of the stub's queue by these calls.
    Queue(Queue),
    /// Insert the widget's script. A script element that failed before goes first.
    InsertScript,
    /// Call the live widget's `boot`.
    Boot(Identity),
    /// Call the live widget's `update`.
    Update(Update),
    /// Call the live widget's `shutdown`, and clear the settings from which the widget could boot by itself.
    Shutdown,
    /// Call another method of the live widget.
    Invoke(Call),
    /// Hide everything that the widget draws, or show it again.
    Conceal(bool),
    /// Register the callbacks with the live widget.
    Listen(Registration),
    /// Pass a callback of the widget on to the app's listeners.
    Emit(WidgetEvent),
    /// Send a message to the other tabs of this browser.
    Broadcast(TabMessage),
    /// Delete the widget's cookies and the settings from which the widget could boot by itself (rule R11).
    Purge,
    /// Store whose session the widget's cookies may hold, for all pages of this browser.
    Mark(Marker),
    /// Ask the host to check again who is logged in.
    NotifyHost(CheckAgain),
}

/// The person with whom a session begins. A user always has a token that the server signed.
#[derive(Clone, Debug, PartialEq)]
pub enum Identity {
    /// Nobody is logged in.
    Visitor,
    /// The person whom the token names.
    User(Token),
}

/// The only contents that the stub's queue ever has: `[boot]`, `[shutdown, boot]` or `[shutdown]` (rule R6).
#[derive(Clone, Debug, PartialEq)]
pub enum Queue {
    /// `[boot]`.
    Boot(Identity),
    /// `[shutdown, boot]`: the widget's cookies may hold the session of another person.
    ShutdownAndBoot(Identity),
    /// `[shutdown]`: the widget may start, and nobody may be in it.
    Shutdown,
}

/// An `update`: bare, with attributes, or with a new token after the person's data changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Update {
    /// Present if the person's data changed (rule R9).
    pub token: Option<Token>,
    /// The attributes that waited for this update.
    pub attributes: Attributes,
}

/// The person whose session the widget's cookies may hold (rule R3). All pages of this browser share it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Marker {
    /// No user's.
    Nobody,
    /// The user with this session.
    User(SessionKey),
    /// A queued shutdown between two people may or may not have happened. Every boot starts with a shutdown.
    Contested,
}

/// Why the host has to check again who is logged in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckAgain {
    /// The server says that nobody is logged in.
    SignedOut,
    /// The server refused this page a token (403).
    Refused,
    /// The server answered with a token of another session.
    OtherSession,
    /// The token expired before a renewal succeeded, or the host on the server gave the session no time any more.
    TokenDied,
    /// Another tab of this browser has another session.
    OtherTab,
    /// The person gave or withdrew consent in another tab.
    Consent(bool),
    /// The page is visible again, online again, or back from the back/forward cache.
    Woken,
    /// The host's session is `Session::Unknown`.
    Unknown,
    /// A log-out began, and the host's session has not changed yet.
    LogOut,
}

/// Something that the machine did not carry out.
#[derive(Clone, Debug, PartialEq)]
pub struct Dropped {
    /// The thing itself.
    pub what: What,
    /// Why the machine dropped it.
    pub reason: Reason,
}

/// The thing that the machine dropped.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// A call of the app.
    Call(Call),
    /// Attributes that the app reported.
    Attributes(Attributes),
    /// An answer of the token call.
    Token,
    /// The report of a page.
    Ping,
    /// A callback of the widget.
    WidgetEvent(WidgetEvent),
}

/// Why the machine dropped something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The app meant it for a person who is not here any more.
    OtherPerson,
    /// A newer token call replaced the call that this answers.
    Superseded,
    /// The token belongs to another session.
    OtherSession,
    /// The token would not outlive the token in use: the session ends soon.
    WouldNotOutlive,
    /// The last ping reported this address.
    AlreadyReported,
    /// 100 calls wait already.
    TooMany,
    /// The widget had dropped this callback.
    OldRegistration,
    /// The person has not allowed the Messenger.
    NoConsent,
    /// The budget of updates is used up for now. A later ping reports the last address (rule R10).
    OverBudget,
    /// `<Messenger>` is not in the page.
    NotMounted,
}

/// A command, or a report of something dropped or found wrong, in the order in which they came about.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// The page has to do this.
    Do(Command),
    /// The machine did not carry this out.
    Drop(Dropped),
    /// Something is wrong, and a developer can mend it.
    Found(Finding),
}
