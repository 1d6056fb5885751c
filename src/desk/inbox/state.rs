//! The data of the inbox page. An id is a decimal number; times are Unix milliseconds.

use crate::json::Readable;
use serde::{Deserialize, Serialize};

use crate::workspace::Assignee;
use crate::workspace::attachments::Attachment;
use crate::workspace::markup::SafeHtml;

/// The state of the conversations that are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Readable)]
#[serde(rename_all = "lowercase")]
pub enum Folder {
    #[default]
    Open,
    Snoozed,
    Closed,
}

impl Folder {
    pub const ALL: [Self; 3] = [Self::Open, Self::Snoozed, Self::Closed];

    /// The folder's name in an address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Snoozed => "snoozed",
            Self::Closed => "closed",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "Open",
            Self::Snoozed => "Snoozed",
            Self::Closed => "Closed",
        }
    }

    /// The folder of this name. An unknown name means the open conversations.
    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|folder| folder.as_str() == name).unwrap_or_default()
    }
}

/// The order of the conversations that are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub enum Order {
    /// The conversation that has waited longest for an answer comes first. Conversations that do not wait follow, the
    /// newest first.
    #[default]
    Waiting,
    /// The newest message of either side comes first: in a flood, earlier conversations stay in reach.
    Newest,
}

impl Order {
    pub const ALL: [Self; 2] = [Self::Waiting, Self::Newest];

    /// The order's name in an address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Newest => "newest",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Waiting => "Longest waiting",
            Self::Newest => "Newest",
        }
    }

    /// The order of this name. An unknown name means the usual order.
    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|order| order.as_str() == name).unwrap_or_default()
    }
}

/// The most conversations that one request closes.
pub const CLOSED_AT_ONCE: usize = 200;

/// A page of the inbox's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct InboxList {
    pub rows: Vec<InboxRow>,
    /// The cursor after which the next page begins. None at the end.
    pub next: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Readable)]
pub struct InboxRow {
    pub id: i64,
    pub name: String,
    pub kind: PersonKind,
    /// How the newest message begins.
    pub words: String,
    /// The author of the newest message, if it is not the person.
    pub by: Option<String>,
    pub waiting_since: Option<i64>,
    pub updated_at: i64,
    pub is_unread: bool,
    /// The name of the teammate or team who is to answer.
    pub assignee: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Readable)]
pub enum PersonKind {
    Visitor,
    /// A visitor who wrote.
    Lead,
    User,
    /// A user whose identity a token proved.
    VerifiedUser,
}

impl PersonKind {
    pub fn label(self) -> &'static str {
        match self {
            Self::Visitor => "Visitor",
            Self::Lead => "Lead",
            Self::User => "User, not verified",
            Self::VerifiedUser => "Identity verified",
        }
    }
}

/// A conversation with a page of its parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct InboxThread {
    pub id: i64,
    pub folder: Folder,
    pub assignee: Option<Assignee>,
    /// The teammates who may answer: number and name.
    pub teammates: Vec<(i64, String)>,
    pub teams: Vec<(i64, String)>,
    pub person: InboxPerson,
    /// The parts of this page, in order.
    pub parts: Vec<InboxPart>,
    /// The part before which the earlier page ends. None at the beginning.
    pub earlier: Option<i64>,
    /// The last part that the person has read.
    pub seen_to: i64,
    /// The id of the newest part.
    pub newest: i64,
    /// Whether no teammate has read the newest part.
    pub is_unread: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct InboxPerson {
    pub name: String,
    pub kind: PersonKind,
    /// Whether the workspace refuses what this person writes.
    pub is_blocked: bool,
    pub email: Option<String>,
    pub user_id: Option<String>,
    pub visits: Visits,
    /// The pages that the person saw last, the newest first.
    pub pages: Vec<SeenPage>,
}

/// How often a person was here, and with which browser. Times are Unix seconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Visits {
    pub first_seen_at: i64,
    pub last_seen_at: i64,
    pub session_count: i64,
    pub page_views: i64,
    pub browser: Option<String>,
    pub language: Option<String>,
    pub time_zone: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct SeenPage {
    pub url: String,
    pub title: String,
    /// The time of the page view, in Unix seconds.
    pub created_at: i64,
}

impl SeenPage {
    /// The page's address without the origin.
    pub fn path(&self) -> &str {
        let after = self.url.find("://").map_or(0, |at| at + 3);
        self.url[after..].find('/').map_or("/", |at| &self.url[after + at..])
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct InboxPart {
    pub id: i64,
    pub kind: InboxPartKind,
    /// The name of the author.
    pub name: String,
    /// The words of a message. For an assignment, the name of the teammate or team who is to answer.
    pub text: String,
    /// The HTML that the page shows in place of the text.
    pub html: Option<SafeHtml>,
    #[serde(default)]
    pub attachments: Vec<Attachment>,
    pub at_ms: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub enum InboxPartKind {
    /// A message of the person.
    Message,
    /// A teammate's answer to the person.
    Reply,
    /// A teammate's note to teammates.
    Note,
    Assigned,
    Closed,
    Opened,
    Snoozed,
}

impl InboxPartKind {
    /// The words for a part that has no text.
    pub fn words(self) -> &'static str {
        match self {
            Self::Message | Self::Reply | Self::Note => "",
            Self::Assigned => "assigned the conversation to",
            Self::Closed => "closed the conversation",
            Self::Opened => "opened the conversation again",
            Self::Snoozed => "snoozed the conversation",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_shown_by_its_path_and_query() {
        let page = |url: &str| SeenPage { url: url.into(), title: String::new(), created_at: 0 };
        assert_eq!(page("https://shop.example/plans?x=1").path(), "/plans?x=1");
        assert_eq!(page("https://shop.example").path(), "/");
    }
}
