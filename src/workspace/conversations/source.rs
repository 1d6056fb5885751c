//! How a conversation began.

use serde::{Deserialize, Serialize};

/// How a conversation began. Source: Intercom's REST API, "The conversation model" (`source`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConversationSource {
    /// The page that the person wrote from.
    pub url: String,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub delivered_as: DeliveredAs,
    /// The number of the outbound message that the person answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<i64>,
}

/// The side that began a conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveredAs {
    #[default]
    CustomerInitiated,
    /// A teammate sent a message once.
    AdminInitiated,
    /// A message went to everybody who matches.
    Automated,
}

/// The page that the person wrote from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourcePage {
    pub url: String,
    #[serde(default)]
    pub title: String,
}

impl From<SourcePage> for ConversationSource {
    fn from(SourcePage { url, title }: SourcePage) -> Self {
        Self { url, title, ..Self::default() }
    }
}
