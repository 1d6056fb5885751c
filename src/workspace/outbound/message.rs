use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::FromRow;
use sqlx::types::Json;

use super::page_rule::PageRules;

/// What teammates wrote, where it may appear and for whom. Times are Unix seconds.
#[derive(Clone, Debug, FromRow)]
pub struct Message {
    /// Of the event that made it.
    pub number: i64,
    pub app_id: String,
    pub delivery: Delivery,
    pub style: Style,
    pub state: OutboundState,
    /// For teammates.
    pub title: String,
    /// The teammate's number.
    pub sender: i64,
    pub content: Json<Content>,
    pub pages: Json<PageRules>,
    /// A filter of people, in its JSON form.
    pub audience: Json<Value>,
    /// Of several that match, the one with the highest goes first.
    pub priority: i64,
    pub starts_at: Option<i64>,
    pub stops_at: Option<i64>,
    /// When a manual message was sent. None until its time comes.
    pub sent_at: Option<i64>,
    /// The id of the last person whom sending has looked at. None before it is sent, and once all were.
    pub sent_up_to: Option<String>,
    /// The id of the person to whom alone a manual message goes. Empty if that person was forgotten.
    pub recipient: Option<String>,
    /// The message of which this one is a test.
    pub test_of: Option<i64>,
}

/// A message; none of a row that this version of the server cannot read.
pub struct MessageRow(pub Option<Message>);

impl<'r, R: sqlx::Row> FromRow<'r, R> for MessageRow
where
    Message: FromRow<'r, R>,
{
    fn from_row(row: &'r R) -> sqlx::Result<Self> {
        let unread = |error: &sqlx::Error| tracing::error!(%error, "a message was not read");
        Ok(Self(Message::from_row(row).inspect_err(unread).ok()))
    }
}

/// Whom a message looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Delivery {
    /// Everybody who matches, now or at a later ping, once each.
    Auto,
    /// One person, or all who match when it is sent.
    Manual,
}

/// How the panel shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Style {
    /// Beside the launcher; opens as a conversation.
    Chat,
    /// An announcement over the page.
    Post,
    /// At the top of the page, with one action.
    Notification,
    /// A conversation that the badge alone announces.
    Inbox,
}

impl Style {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Post => "post",
            Self::Notification => "notification",
            Self::Inbox => "inbox",
        }
    }

    /// Whether it is a conversation from the start.
    pub fn is_conversation(self) -> bool {
        matches!(self, Self::Chat | Self::Inbox)
    }

    /// Whether it stands in the way of somebody who does something else.
    pub fn interrupts(self) -> bool {
        self != Self::Inbox
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum OutboundState {
    Draft,
    /// Started: between `starts_at` and `stops_at` it is shown.
    Live,
    Stopped,
}

/// What it says. Variables stand in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Markdown, in which HTML may stand.
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub button: Option<Button>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Button {
    pub label: String,
    /// A path of the page's own, or an https address.
    pub link: String,
}
