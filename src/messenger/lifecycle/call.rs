//! The calls of the app. They go to the widget as they are, in order, once the session is live.

use crate::ids::{
    ArticleId, ChecklistId, ConversationId, NewsId, Space, SurveyId, TicketId, TourId,
};
use crate::metadata::EventMetadata;
#[cfg(any(test, not(feature = "ssr")))]
use crate::plain::Plain;
use std::fmt;

/// A call of the app. [`MessengerHandle`](crate::MessengerHandle) says what each one does.
#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    /// Open the Messenger.
    Show,
    /// Close the Messenger.
    Hide,
    /// Open a space.
    ShowSpace(Space),
    /// Open the list of conversations.
    ShowMessages,
    /// Open the composer, with this text in it.
    ShowNewMessage(Option<String>),
    /// Send a first message.
    StartConversation(String),
    /// Record an event.
    TrackEvent {
        /// The event's name.
        name: String,
        /// The event's details.
        metadata: EventMetadata,
    },
    /// Start a product tour.
    StartTour(TourId),
    /// Show a survey.
    StartSurvey(SurveyId),
    /// Open a checklist.
    StartChecklist(ChecklistId),
    /// Open an article.
    ShowArticle(ArticleId),
    /// Open a news item.
    ShowNews(NewsId),
    /// Open a ticket.
    ShowTicket(TicketId),
    /// Open a conversation.
    ShowConversation(ConversationId),
    /// Hide notifications, or show them again.
    HideNotifications(bool),
    /// Pass tokens for data connectors on.
    SetAuthTokens(AuthTokens),
    /// Bind the page's own launcher link again.
    ReattachActivator,
}

/// Tokens for data connectors, by name. They are not the identity.
#[derive(Clone, PartialEq)]
pub struct AuthTokens(pub Vec<(String, String)>);

impl fmt::Debug for AuthTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set()
            .entries(self.0.iter().map(|(name, _)| name))
            .finish()
    }
}

impl Call {
    /// The method's name on `window.Intercom`.
    /// Source: Intercom's developer documentation, "Javascript API: Methods".
    pub fn method(&self) -> &'static str {
        match self {
            Self::Show => "show",
            Self::Hide => "hide",
            Self::ShowSpace(_) => "showSpace",
            Self::ShowMessages => "showMessages",
            Self::ShowNewMessage(_) => "showNewMessage",
            Self::StartConversation(_) => "startConversation",
            Self::TrackEvent { .. } => "trackEvent",
            Self::StartTour(_) => "startTour",
            Self::StartSurvey(_) => "startSurvey",
            Self::StartChecklist(_) => "startChecklist",
            Self::ShowArticle(_) => "showArticle",
            Self::ShowNews(_) => "showNews",
            Self::ShowTicket(_) => "showTicket",
            Self::ShowConversation(_) => "showConversation",
            Self::HideNotifications(_) => "hideNotifications",
            Self::SetAuthTokens(_) => "setAuthTokens",
            Self::ReattachActivator => "reattach_activator",
        }
    }

    /// The arguments that follow the method's name.
    #[cfg(any(test, not(feature = "ssr")))]
    pub(crate) fn arguments(&self) -> Vec<Plain> {
        match self {
            Self::Show
            | Self::Hide
            | Self::ShowMessages
            | Self::ReattachActivator
            | Self::ShowNewMessage(None) => vec![],
            Self::ShowSpace(space) => vec![space.name().into()],
            Self::ShowNewMessage(Some(text)) | Self::StartConversation(text) => {
                vec![text.as_str().into()]
            }
            Self::TrackEvent { name, metadata } if metadata.is_empty() => {
                vec![name.as_str().into()]
            }
            Self::TrackEvent { name, metadata } => vec![name.as_str().into(), metadata.plain()],
            Self::StartTour(id) => vec![id.as_str().into()],
            Self::StartSurvey(id) => vec![id.as_str().into()],
            Self::StartChecklist(id) => vec![id.as_str().into()],
            Self::ShowArticle(id) => vec![id.as_str().into()],
            Self::ShowNews(id) => vec![id.as_str().into()],
            Self::ShowTicket(id) => vec![id.as_str().into()],
            Self::ShowConversation(id) => vec![id.as_str().into()],
            Self::HideNotifications(hide) => vec![Plain::Bool(*hide)],
            Self::SetAuthTokens(AuthTokens(tokens)) => {
                let named = tokens
                    .iter()
                    .map(|(name, token)| (name.clone(), token.as_str().into()));
                vec![Plain::Object(named.collect())]
            }
        }
    }

    /// Whether the person waits for the Messenger to open: the page loads the widget for it.
    pub(crate) fn opens(&self) -> bool {
        !matches!(
            self,
            Self::Hide
                | Self::TrackEvent { .. }
                | Self::HideNotifications(_)
                | Self::SetAuthTokens(_)
                | Self::ReattachActivator
        )
    }
}
