//! Ids of content in the workspace, and the Messenger's spaces.

use serde::Serialize;
use std::fmt;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        ///
        /// Intercom's documentation gives ids as texts here and as numbers there: made of either, sent as text.
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }
        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id)
            }
        }
        impl From<u64> for $name {
            fn from(id: u64) -> Self {
                Self(id.to_string())
            }
        }
        impl From<i32> for $name {
            fn from(id: i32) -> Self {
                Self(id.to_string())
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

ids! {
    /// A help centre article.
    ArticleId,
    /// A checklist.
    ChecklistId,
    /// A conversation of the person who is here.
    ConversationId,
    /// A news item.
    NewsId,
    /// A survey.
    SurveyId,
    /// A ticket of the person who is here.
    TicketId,
    /// A product tour.
    TourId,
}

/// A tab of the Messenger.
/// Source: Intercom's developer documentation, "Javascript API: Methods", `showSpace`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Space {
    Home,
    Messages,
    Help,
    News,
    Tasks,
    Tickets,
}
