//! What happens: the only way into the machine.

use super::super::session::Session;
use super::super::settings::Attributes;
use super::super::token::{TokenFailure, TokenReply};

/// The two clocks at the moment of an event, in milliseconds. The wall clock may jump; the monotonic one may stand
/// still while the computer sleeps. Whatever runs out by either of them has run out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Now {
    pub monotonic: i64,
    pub wall: i64,
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
    /// The widget counts unread messages.
    Unread { registration: Registration, count: u32 },
    /// A deadline has passed (see `Lifecycle::deadline`).
    Tick,
}

/// Calls that go to the widget as they are, in order, once the session is live.
#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    Show,
    Hide,
    TrackEvent { name: String, metadata: Attributes },
    StartConversation(String),
}

impl Call {
    /// The method's name on `window.Intercom`.
    pub fn method(&self) -> &'static str {
        match self {
            Self::Show => "show",
            Self::Hide => "hide",
            Self::TrackEvent { .. } => "trackEvent",
            Self::StartConversation(_) => "startConversation",
        }
    }
}
