//! Calls that go to the widget as they are, in order, once the session is live.

use super::super::ids::{ArticleId, ChecklistId, ConversationId, NewsId, Space, SurveyId, TicketId, TourId};
use super::super::metadata::EventMetadata;
#[cfg(any(test, not(feature = "ssr")))]
use leptos::serde_json::{Value, json};
use std::collections::BTreeMap;
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
pub struct AuthTokens(pub BTreeMap<String, String>);

impl fmt::Debug for AuthTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
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

    /// What follows the method's name, as JSON.
    #[cfg(any(test, not(feature = "ssr")))]
    pub(in super::super) fn arguments(&self) -> Vec<Value> {
        match self {
            Self::Show
            | Self::Hide
            | Self::ShowMessages
            | Self::ReattachActivator
            | Self::ShowNewMessage(None) => vec![],
            Self::ShowSpace(space) => vec![json!(space)],
            Self::ShowNewMessage(Some(text)) | Self::StartConversation(text) => vec![json!(text)],
            Self::TrackEvent { name, metadata } if metadata.is_empty() => vec![json!(name)],
            Self::TrackEvent { name, metadata } => vec![json!(name), json!(metadata)],
            Self::StartTour(id) => vec![json!(id)],
            Self::StartSurvey(id) => vec![json!(id)],
            Self::StartChecklist(id) => vec![json!(id)],
            Self::ShowArticle(id) => vec![json!(id)],
            Self::ShowNews(id) => vec![json!(id)],
            Self::ShowTicket(id) => vec![json!(id)],
            Self::ShowConversation(id) => vec![json!(id)],
            Self::HideNotifications(hide) => vec![json!(hide)],
            Self::SetAuthTokens(AuthTokens(tokens)) => vec![json!(tokens)],
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
