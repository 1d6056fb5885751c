//! What happens: the only way into the machine.

use super::super::attributes::Attributes;
use super::super::session::{Session, SessionKey};
use super::super::token::{TokenFailure, TokenReply};
use super::call::Call;

/// The two clocks at the moment of an event, in milliseconds. The wall clock may jump; the monotonic one may stand
/// still while the computer sleeps. Whatever runs out by either of them has run out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Now {
    pub monotonic: i64,
    pub wall: i64,
}

impl Now {
    /// By the clock that has gone further: the other slept, or was set back.
    pub(super) fn since(self, then: Self) -> i64 {
        (self.monotonic - then.monotonic).max(self.wall - then.wall)
    }
}

/// Path, query and hash.
pub type Url = String;

/// Numbers a question to the server, so that a late answer to an older one is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request(pub u32);

/// Numbers a registration of callbacks with the widget, which drops them at shutdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Registration(pub u32);

#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The host's signal says who is here.
    Session(Session),
    /// The person allows the Messenger, or withdraws that (rule R11).
    Consent(bool),
    /// The page is in sight and has time for the widget, or somebody reaches for it.
    MayLoad,
    /// The person pressed "log out"; the server has not been told yet.
    LogOut,
    /// The server could not be told.
    LogOutFailed,
    /// The page has begun to change.
    Moving,
    /// Address, view and title are in place.
    Settled(Url),
    /// The token call answered.
    Token { request: Request, result: Result<TokenReply, TokenFailure> },
    /// The real widget has replaced the stub and drained its queue, at this address.
    Live(Url),
    /// The script will never come: blocked or unreachable.
    ScriptFailed,
    /// The app makes an everyday call.
    Call(Call),
    /// The app reports attributes; with none, it asks for a ping now.
    Update(Attributes),
    /// The widget calls back.
    Widget { registration: Registration, event: WidgetEvent },
    /// Another tab of this browser says something (rule R13).
    OtherTab(TabMessage),
    /// The page is looked at again: out of the back/forward cache, in sight again, online again (rule R12).
    Woken,
    /// A deadline has passed (see `Lifecycle::deadline`), or the widget is about to look into the stub's queue.
    Tick,
    /// `<Messenger>` has left the page.
    Removed,
}

/// What the widget says by its callbacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WidgetEvent {
    /// The first ping of the session succeeded.
    Ready,
    /// The panel opened.
    Shown,
    /// The panel closed.
    Hidden,
    Unread(u32),
    /// A visitor typed an e-mail address.
    EmailSupplied,
}

/// What tabs of one browser tell each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TabMessage {
    /// The session of this browser is this one now; none is a visitor's.
    Began(Option<SessionKey>),
    /// This session is over.
    Ended(SessionKey),
    Consent(bool),
}
