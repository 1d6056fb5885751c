//! Faults that the page can see. Each is said once, with its cause and what to do.
//!
//! The workspace itself reports what it alone knows (a wrong secret, verification switched off): an embedded one in its
//! inspector, Intercom's in its settings.

use serde::{Deserialize, Serialize};

use crate::token_failure::TokenFailure;

/// Something wrong that a developer can mend. [`Finding::explain`] says how.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Finding {
    /// The script could not be fetched.
    ScriptFailed,
    /// The page's own Content-Security-Policy refused the script.
    ScriptRefusedByPolicy,
    /// Ten seconds after its insertion the script had not run.
    ScriptLate,
    /// The widget runs and does not say that a ping succeeded.
    NoPingSucceeded,
    /// The token call failed in a way that asking again does not mend.
    Token(TokenFailure),
    /// Seconds by which the browser's clock is ahead of the server's; negative: behind.
    ClockWrong { ahead: i64 },
    /// A widget that this page's `<Messenger>` did not load.
    SecondMessenger,
    /// Another `<Messenger>` is in the page.
    SecondProvider,
    /// The app called `use_messenger()` while no `<Messenger>` is in the page.
    NoMessenger,
    /// `<Messenger>` came into the page after its load, and nothing had taken the widget's settings over.
    NoSettings,
    /// Title and heading of a page came after its report.
    ReportedTooEarly,
    /// An event has no name, or one with white space at its ends. It was not sent.
    EventNameRefused,
    /// The page and the token call name different sessions, again and again.
    SessionKeysDiffer,
    /// The host's session stays `Session::Unknown`.
    SessionUnknown,
    /// The widget threw, at a call or by itself.
    WidgetThrew,
}

impl Finding {
    /// [`Self::NoMessenger`], explained.
    pub(crate) const NO_MESSENGER: &str = "use_messenger() was called while no <Messenger> is in the page. Calls wait for the first one, and are dropped after the last one has left: put <Messenger> round all routes.";

    /// Whether `other` is the same fault, by whatever measure.
    #[cfg(not(feature = "ssr"))]
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        self == other
            || std::mem::discriminant(self) == std::mem::discriminant(other)
                && !matches!(self, Self::Token(_))
    }

    /// Whether the app's code or the workspace's settings are wrong, and not the network, the browser or the widget. The
    /// console says so in each build.
    #[cfg(not(feature = "ssr"))]
    pub(crate) fn is_mistake(&self) -> bool {
        match self {
            Self::ScriptRefusedByPolicy
            | Self::Token(_)
            | Self::SecondMessenger
            | Self::SecondProvider
            | Self::NoMessenger
            | Self::NoSettings
            | Self::ReportedTooEarly
            | Self::EventNameRefused
            | Self::SessionKeysDiffer => true,
            Self::ScriptFailed
            | Self::ScriptLate
            | Self::NoPingSucceeded
            | Self::ClockWrong { .. }
            | Self::SessionUnknown
            | Self::WidgetThrew => false,
        }
    }

    /// The finding's cause and fix, as one line.
    pub fn explain(&self) -> String {
        let text = match self {
            Self::ScriptFailed => {
                "the widget's script could not be fetched: an extension or the network blocks it, or the app id is wrong. Offer another way to write: <ContactFallback/>."
            }
            Self::ScriptRefusedByPolicy => {
                "this page's Content-Security-Policy refused the widget: pass it through merge_policy(…) where you set it."
            }
            Self::ScriptLate => {
                "the widget's script has not come for ten seconds: blocked without a word, or a slow network. It still goes live if it comes."
            }
            Self::NoPingSucceeded => {
                "the widget runs, but no ping has succeeded: compare app id, region and identity secret with the workspace's settings; an extension may also block its requests."
            }
            Self::Token(failure) => return failure.to_string(),
            Self::ClockWrong { ahead } => {
                let (minutes, how) = (
                    ahead.abs() / 60,
                    if *ahead > 0 { "ahead of" } else { "behind" },
                );
                return format!(
                    "this computer's clock is {minutes} min {how} the server's. Nothing here depends on it, but its owner should know."
                );
            }
            Self::SecondMessenger => {
                "another snippet on this page loads a Messenger too: remove it, or the two take each other's sessions."
            }
            Self::SecondProvider => {
                "a second <Messenger> is on this page: it stays switched off. Keep one, round all routes."
            }
            Self::NoMessenger => Self::NO_MESSENGER,
            Self::NoSettings => {
                "<Messenger> came into the page after its load and has no settings: put set_is_routing=PageReady::provide() on the <Router> at the app's root."
            }
            Self::ReportedTooEarly => {
                "this page was reported before its title and heading had come: call PageReady::until_loaded(resource) for what they wait for, a lazy page in data(), and PageReady::until_code::<Self>() there."
            }
            Self::EventNameRefused => {
                "track_event() got an empty name, or one with white space at its ends: the event was not sent."
            }
            Self::SessionKeysDiffer => {
                "the page's Session::user(key) and the session key of Person::new name different sessions, again and again: give both the same key, which stays the same from log-in to log-out."
            }
            Self::SessionUnknown => {
                "the session is still Session::Unknown, so nobody boots: the request that says who is logged in failed or hangs. on_check_again is called with CheckAgain::Unknown: make that request again there."
            }
            Self::WidgetThrew => "the widget threw an error: it was caught, and the app goes on.",
        };
        text.to_owned()
    }
}
