//! Ids of content in the workspace, and the Messenger's spaces.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        ///
        /// `From` makes one of `&str`, `String`, `i32`, `u32`, `i64` and `u64`: Intercom's documentation gives ids as
        /// texts here and as numbers there. It is sent as a text.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $name(String);

        impl $name {
            /// The id as the widget receives it.
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
        ids!(@from $name: i32, u32, i64, u64);
    )*};
    (@from $name:ident: $($number:ty),+) => {$(
        impl From<$number> for $name {
            fn from(id: $number) -> Self {
                Self(id.to_string())
            }
        }
    )+};
}

// Source of the editors' places: Intercom's developer documentation, "Javascript API: Methods". It says nothing of the
// other ids; those of articles, conversations and tickets are its API reference's.
ids! {
    /// A help centre article: `id` of an article in the REST API.
    ArticleId,
    /// A checklist: under "Additional ways to share your checklist" in its editor, and in the editor's address.
    ChecklistId,
    /// A conversation of the person who is here: `id` of a conversation in the REST API.
    ConversationId,
    /// A news item: the number in the address of its page in Intercom. The REST API's ids of news items are other
    /// numbers (issue 519 of `intercom/intercom-node`).
    NewsId,
    /// A survey: under "Additional ways to share your survey" in its editor, and in the editor's address.
    SurveyId,
    /// A ticket of the person who is here: `id` of a ticket in the REST API. Whether `ticket_id` serves is not
    /// documented.
    TicketId,
    /// A product tour: under "Use tour everywhere" in its editor, which must be switched on.
    TourId,
}

/// A space of the Messenger.
///
/// Source: Intercom's developer documentation, "Javascript API: Methods", `showSpace`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Space {
    /// The first screen.
    Home,
    /// The list of conversations.
    Messages,
    /// The help centre.
    Help,
    /// The news items.
    News,
    /// The checklists.
    Tasks,
    /// The list of tickets.
    Tickets,
}

impl Space {
    #[cfg(any(test, not(feature = "ssr")))]
    pub(crate) fn name(self) -> &'static str {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_made_of_a_text_or_of_any_number_and_sent_as_a_text() {
        let ids: [ArticleId; 6] = [
            "4711".into(),
            "4711".to_owned().into(),
            4_711.into(),
            4_711_u32.into(),
            4_711_i64.into(),
            4_711_u64.into(),
        ];
        assert!(ids.iter().all(|id| id.as_str() == "4711"), "{ids:?}");
        assert_eq!(
            TourId::from(i64::MAX).as_str(),
            "9223372036854775807",
            "beyond what JavaScript holds exactly"
        );
    }
}
