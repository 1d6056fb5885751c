//! Ids of content in the workspace, and the Messenger's spaces.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        ///
        /// Intercom's documentation gives ids as texts here and as numbers there: made of either, sent as text.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    Home,
    Messages,
    Help,
    News,
    Tasks,
    Tickets,
}

impl Space {
    #[cfg(any(test, not(feature = "ssr")))]
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Messages => "messages",
            Self::Help => "help",
            Self::News => "news",
            Self::Tasks => "tasks",
            Self::Tickets => "tickets",
        }
    }
}
