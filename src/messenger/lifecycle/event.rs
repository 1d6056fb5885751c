//! The events: the only way into the machine.

use super::call::Call;
use crate::attributes::Attributes;
use crate::session::{Session, SessionKey};
use crate::token::TokenReply;
use crate::token_failure::TokenFailure;

/// The two clocks at the moment of an event, in milliseconds. The wall clock may jump. The monotonic clock may stand
/// still while the computer sleeps. A time limit has passed when it has passed by either clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Now {
    /// `performance.now()`: milliseconds since the page began.
    pub monotonic: i64,
    /// Unix milliseconds.
    pub wall: i64,
}

impl Now {
    /// Milliseconds by the clock that has gone further: the other clock slept, or somebody set it back.
    pub(super) fn since(self, then: Self) -> i64 {
        (self.monotonic - then.monotonic).max(self.wall - then.wall)
    }
}

/// Path, query and hash.
pub type Url = String;

/// Numbers a token call, so that the machine recognises a late answer to an earlier call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request(pub u32);

/// Numbers a registration of callbacks with the widget, which drops all callbacks at `shutdown`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Registration(pub u32);

/// Something that happened in the page, in another tab or at the server.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The app put `<Messenger>` into the page, for the first time or again. A [`Self::Session`] follows.
    Mounted,
    /// The app took `<Messenger>` out of the page.
    Removed,
    /// The host's signal says who is here.
    Session(Session),
    /// The person allows the Messenger, or withdraws consent (rule R11).
    Consent(bool),
    /// The page has time to load the widget, or the person reaches for it.
    MayLoad,
    /// The person pressed "log out". The app has not sent the request yet.
    LogOut,
    /// The log-out request failed, or the app dropped it.
    LogOutFailed,
    /// The page begins to change.
    Moving,
    /// Address, view and title belong together again.
    Settled(Url),
    /// The page is in place, and the app says that nobody outside may see its address.
    SettledPrivate,
    /// The token call answered.
    Token {
        /// The call that this answers.
        request: Request,
        /// The token, or why there is none.
        result: Result<TokenReply, TokenFailure>,
    },
    /// The widget has replaced the stub and drained its queue, at this address.
    Live(Url),
    /// The browser could not fetch the script.
    ScriptFailed,
    /// The app makes a call.
    Call(Call),
    /// The app reports attributes. Without any, it asks for a ping now.
    Update(Attributes),
    /// The widget calls back.
    Widget {
        /// The registration that the callback belongs to.
        registration: Registration,
        /// The callback's meaning.
        event: WidgetEvent,
    },
    /// Another tab of this browser sent a message (rule R13).
    OtherTab(TabMessage),
    /// The page is visible again, online again, or back from the back/forward cache (rule R12).
    Woken,
    /// A deadline has passed (see `Lifecycle::deadline`), or the widget is about to read the stub's queue.
    Tick,
}

/// A callback of the widget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WidgetEvent {
    /// The first ping of the session succeeded.
    Ready,
    /// The panel opened.
    Shown,
    /// The panel closed.
    Hidden,
    /// The number of unread conversations.
    Unread(u32),
    /// A visitor typed an e-mail address.
    EmailSupplied,
}

/// A message between tabs of one browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TabMessage {
    /// This browser's session is this one from now on. None is a visitor's.
    Began(Option<SessionKey>),
    /// This session has ended.
    Ended(SessionKey),
    /// The person gave or withdrew consent.
    Consent(bool),
}
