//! Calls that go to the widget as they are, in order, once the session is live.

use super::super::ids::{ArticleId, ChecklistId, ConversationId, NewsId, Space, SurveyId, TicketId, TourId};
use super::super::metadata::EventMetadata;
#[cfg(any(test, not(feature = "ssr")))]
use super::super::plain::Plain;
use std::fmt;

#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    Show,
    Hide,
    ShowSpace(Space),
    ShowMessages,
    /// The composer, with this in it.
    ShowNewMessage(Option<String>),
    StartConversation(String),
    TrackEvent {
        name: String,
        metadata: EventMetadata,
    },
    StartTour(TourId),
    StartSurvey(SurveyId),
    StartChecklist(ChecklistId),
    ShowArticle(ArticleId),
    ShowNews(NewsId),
    ShowTicket(TicketId),
    ShowConversation(ConversationId),
    HideNotifications(bool),
    SetAuthTokens(AuthTokens),
    ReattachActivator,
}

/// Tokens for data connectors, by name. Not identity.
#[derive(Clone, PartialEq)]
pub struct AuthTokens(pub Vec<(String, String)>);

impl fmt::Debug for AuthTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.iter().map(|(name, _)| name)).finish()
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

    /// What follows the method's name.
    #[cfg(any(test, not(feature = "ssr")))]
    pub(in super::super) fn arguments(&self) -> Vec<Plain> {
        match self {
            Self::Show
            | Self::Hide
            | Self::ShowMessages
            | Self::ReattachActivator
            | Self::ShowNewMessage(None) => vec![],
            Self::ShowSpace(space) => vec![space.name().into()],
            Self::ShowNewMessage(Some(text)) | Self::StartConversation(text) => vec![text.as_str().into()],
            Self::TrackEvent { name, metadata } if metadata.is_empty() => vec![name.as_str().into()],
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
                let named = tokens.iter().map(|(name, token)| (name.clone(), token.as_str().into()));
                vec![Plain::Object(named.collect())]
            }
        }
    }

    /// Whether somebody waits for the Messenger to open: worth loading it for.
    pub(super) fn opens(&self) -> bool {
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
