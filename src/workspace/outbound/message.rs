//! A message that teammates send to people on a page.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::FromRow;
use std::ops::Deref;

use super::page_rule::PageRules;

/// A message as a teammate writes it. Times are Unix seconds.
/// It holds what the message says, the pages where it may appear and the people whom it is for.
#[derive(Clone, Debug, FromRow)]
pub struct Draft {
    /// The title, which teammates alone read.
    pub title: String,
    pub delivery: Delivery,
    pub style: Style,
    /// The teammate's number.
    pub sender: i64,
    #[sqlx(json)]
    pub content: Content,
    #[sqlx(json)]
    pub pages: PageRules,
    /// A filter of people, in its JSON form.
    #[sqlx(json)]
    pub audience: Value,
    /// The rank among several matching messages: the highest goes first.
    pub priority: i64,
    pub starts_at: Option<i64>,
    pub stops_at: Option<i64>,
    /// The one person who gets a manual message. Empty if that person was forgotten.
    /// Before the message is saved, it is an id, a user_id or an e-mail. Then it is the person's id.
    pub recipient: Option<String>,
}

/// A saved message, and what became of it. Times are Unix seconds.
#[derive(Clone, Debug, FromRow)]
pub struct Message {
    /// The number of the event that made the message.
    pub number: i64,
    pub app_id: String,
    pub state: OutboundState,
    #[sqlx(flatten)]
    pub draft: Draft,
    /// The time at which a manual message was sent. None until then.
    pub sent_at: Option<i64>,
    /// The id of the last person whom sending has looked at. None before it is sent, and once all were.
    pub sent_up_to: Option<String>,
    /// The message of which this one is a test.
    pub test_of: Option<i64>,
}

impl Deref for Message {
    type Target = Draft;

    fn deref(&self) -> &Draft {
        &self.draft
    }
}

/// A message, or None for a row that this version of the server cannot read.
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

/// The way in which a message finds its people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Delivery {
    /// The message goes to everybody who matches, now or at a later ping, once each.
    Auto,
    /// The message goes to one person, or to all who match when it is sent.
    Manual,
}

foundation::text_enum! {
    /// The way in which the panel shows a message.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
    #[serde(rename_all = "lowercase")]
    #[sqlx(type_name = "text", rename_all = "lowercase")]
    pub enum Style {
        /// A message beside the launcher, where it opens as a conversation.
        Chat = "chat",
        /// An announcement over the page.
        Post = "post",
        /// A message at the top of the page, with one action.
        Notification = "notification",
        /// A conversation that the badge alone announces.
        Inbox = "inbox",
    }
}

impl Style {
    /// Whether the message stands in its person's list of conversations.
    pub fn is_conversation(self) -> bool {
        matches!(self, Self::Chat | Self::Inbox)
    }

    /// Whether the message interrupts a person who does something else.
    pub fn interrupts(self) -> bool {
        self != Self::Inbox
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum OutboundState {
    Draft,
    /// The message is started: it is shown between `starts_at` and `stops_at`.
    Live,
    Stopped,
}

/// The text of a message, in which variables stand.
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
