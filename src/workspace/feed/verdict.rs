//! The verdict of a page view on a teammate's message.

use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::wire::Page;

/// A teammate's message that a page view might have shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Considered {
    /// The message's title, for teammates.
    pub title: String,
    pub verdict: Verdict,
}

/// The result of a page view for a message that is for its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The session shows the message from now on.
    Shows,
    /// The session still shows the message.
    Stands,
    /// The message's time has not come.
    NotYet,
    Ended,
    /// The message is for other people.
    AnotherPerson,
    /// The person got the message before, or another session of theirs shows it.
    Received,
    Held(NotNow),
    /// The person got as many messages as a day allows.
    DailyLimit,
    /// Another message goes first.
    Outranked,
}

/// The reason why nothing may interrupt the person just now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "lowercase"))]
#[serde(rename_all = "lowercase")]
pub enum NotNow {
    /// The panel is open.
    Panel,
    /// The person writes in a field of the page.
    Typing,
    /// The page hides notifications.
    Hidden,
}

impl Verdict {
    /// A sentence about a past page view.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Shows => "It shows.",
            Self::Stands => "It stands there still.",
            Self::NotYet => "Its first day had not come.",
            Self::Ended => "Its last day was over.",
            Self::AnotherPerson => "It is for other people.",
            Self::Received => "This person got it before, or has it in another tab.",
            Self::Held(hold) => hold.sentence(),
            Self::DailyLimit => "This person got as many as a day allows.",
            Self::Outranked => "Another message went first.",
        }
    }

    pub fn shows(self) -> bool {
        matches!(self, Self::Shows | Self::Stands)
    }

    /// Whether the message is for this person and page, and may show at another view.
    pub fn waits(self) -> bool {
        matches!(self, Self::Held(_) | Self::DailyLimit | Self::Outranked)
    }
}

impl NotNow {
    /// The reason why no message may appear on this page just now.
    #[cfg(feature = "ssr")]
    pub fn of(page: &Page) -> Option<Self> {
        [(page.open, Self::Panel), (page.typing, Self::Typing), (page.hidden, Self::Hidden)]
            .into_iter()
            .find_map(|(holds, hold)| holds.then_some(hold))
    }

    pub fn sentence(self) -> &'static str {
        match self {
            Self::Panel => "The panel was open.",
            Self::Typing => "The person wrote in a field of the page.",
            Self::Hidden => "The page hid notifications.",
        }
    }
}
