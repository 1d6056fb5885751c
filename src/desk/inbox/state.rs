//! What the page knows of conversations. An id is a decimal number; times are Unix milliseconds.

use crate::json::Readable;
use serde::{Deserialize, Serialize};

use crate::workspace::Assignee;
use crate::workspace::attachments::Attachment;
use crate::workspace::markup::SafeHtml;

/// Which conversations are listed.
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

    /// As an address has it.
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

    /// The open ones where an address names none that there is.
    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|folder| folder.as_str() == name).unwrap_or_default()
    }
}

/// In which order they are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub enum Order {
    /// Those that have waited longest for an answer, then the others, the newest first.
    #[default]
    Waiting,
    /// By the newest message of either side: in a flood, what came before it stays in reach.
    Newest,
}

impl Order {
    pub const ALL: [Self; 2] = [Self::Waiting, Self::Newest];

    /// As an address has it.
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

    /// The usual one where an address names none that there is.
    pub fn named(name: &str) -> Self {
        Self::ALL.into_iter().find(|order| order.as_str() == name).unwrap_or_default()
    }
}

/// Conversations that one request closes at most.
pub const CLOSED_AT_ONCE: usize = 200;

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct InboxList {
    pub rows: Vec<InboxRow>,
    /// What the next page comes after; None at the end.
    pub next: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Readable)]
pub struct InboxRow {
    pub id: i64,
    pub name: String,
    pub kind: PersonKind,
    /// How the newest message begins.
    pub words: String,
    /// Who wrote the newest message, if not the person.
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

/// One conversation, and a page of its parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct InboxThread {
    pub id: i64,
    pub folder: Folder,
    pub assignee: Option<Assignee>,
    /// Who may answer: number and name.
    pub teammates: Vec<(i64, String)>,
    pub teams: Vec<(i64, String)>,
    pub person: InboxPerson,
    /// In order.
    pub parts: Vec<InboxPart>,
    /// The page before this one has the parts before this one; None at the beginning.
    pub earlier: Option<i64>,
    /// Up to which part the person has read.
    pub seen_to: i64,
    /// The newest part, and whether no teammate has read it.
    pub newest: i64,
    pub is_unread: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct InboxPerson {
    pub name: String,
    pub kind: PersonKind,
    /// What they write is refused.
    pub is_blocked: bool,
    pub email: Option<String>,
    pub user_id: Option<String>,
    pub visits: Visits,
    /// The pages that they saw last, the newest first.
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
    /// Unix seconds.
    pub created_at: i64,
}

impl SeenPage {
    /// Its address without the origin.
    pub fn path(&self) -> &str {
        let after = self.url.find("://").map_or(0, |at| at + 3);
        self.url[after..].find('/').map_or("/", |at| &self.url[after + at..])
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct InboxPart {
    pub id: i64,
    pub kind: InboxPartKind,
    /// Who made it.
    pub name: String,
    /// A message's words; of an assignment, the name of the teammate or team who is to answer.
    pub text: String,
    /// What is shown in place of the text.
    pub html: Option<SafeHtml>,
    #[serde(default)]
    pub attachments: Vec<Attachment>,
    pub at_ms: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub enum InboxPartKind {
    /// The person's.
    Message,
    /// A teammate's to the person.
    Reply,
    /// A teammate's to teammates.
    Note,
    Assigned,
    Closed,
    Opened,
    Snoozed,
}

impl InboxPartKind {
    /// What is said of a part that has no text.
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
