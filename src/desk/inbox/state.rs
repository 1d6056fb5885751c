//! The data of the inbox page. An id is a decimal number; times are Unix milliseconds.

use crate::json::Readable;
use serde::{Deserialize, Serialize};

use crate::desk::people::{Fact, Named, PersonKind, RecordTags, path_of};
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
    /// None after the first page.
    pub counts: Option<FolderCounts>,
    /// The tags to which the list can be narrowed. Empty after the first page.
    pub tags: Vec<Named>,
}

/// The numbers of conversations in the folders.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct FolderCounts {
    pub open: i64,
    /// Those of the open ones that wait for an answer.
    pub waiting: i64,
    pub snoozed: i64,
    pub closed: i64,
}

impl FolderCounts {
    /// The most that is counted.
    pub const MOST: i64 = 1_000;

    pub fn of(self, folder: Folder) -> i64 {
        match folder {
            Folder::Open => self.open,
            Folder::Snoozed => self.snoozed,
            Folder::Closed => self.closed,
        }
    }

    /// The title of the tab, with the number of conversations that wait.
    pub fn before(self, title: &str) -> String {
        match self.waiting {
            0 => title.to_owned(),
            waiting => format!("({}) {title}", Self::words(waiting)),
        }
    }

    pub fn words(count: i64) -> String {
        if count < Self::MOST { count.to_string() } else { format!("{}+", Self::MOST - 1) }
    }
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
    /// The names of its first tags.
    pub tags: Vec<String>,
    /// The number of its other tags.
    pub more_tags: usize,
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
    pub tags: RecordTags,
    pub beginning: Beginning,
    pub person: InboxPerson,
    /// The parts of this page, in order.
    pub parts: Vec<InboxPart>,
    /// The part before which the earlier page ends. None at the beginning.
    pub earlier: Option<i64>,
    /// The last part that the person has read.
    pub seen_to: i64,
    /// The id of the newest part.
    pub newest: i64,
    /// The number of the teammate who reads.
    pub own: i64,
    /// Whether the teammate who reads manages people.
    pub manages_people: bool,
}

/// How a conversation began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub enum Beginning {
    /// The person wrote first.
    Person,
    /// The person answered a message to people on a page.
    Message { id: i64, title: String },
    /// The person answered a test of a message, and the next test took its place.
    OlderTest,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct InboxPerson {
    pub id: String,
    pub name: String,
    pub kind: PersonKind,
    /// Whether the workspace refuses what this person writes.
    pub is_blocked: bool,
    /// The number of the teammate who answers for the person.
    pub owner: Option<i64>,
    /// Whether the person is out of the team's lists.
    pub is_archived: bool,
    pub email: Option<String>,
    /// When the person came, wrote and was written to: what it is, and the time in Unix seconds.
    pub moments: Vec<(String, i64)>,
    /// Whether the person has no page open, and was not seen for some minutes.
    pub is_away: bool,
    /// The pages that the person saw last, the newest first.
    pub pages: Vec<SeenPage>,
    pub attributes: Vec<Fact>,
    pub companies: Vec<PersonCompany>,
    /// What the person did last, the newest first.
    pub events: Vec<PersonEvent>,
    /// The person's other conversations, the last changed first.
    pub conversations: Vec<OtherConversation>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct PersonCompany {
    pub name: String,
    pub facts: Vec<Fact>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct PersonEvent {
    pub name: String,
    pub facts: Vec<Fact>,
    /// The time in Unix seconds.
    pub created_at: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct OtherConversation {
    pub id: i64,
    pub folder: Folder,
    /// How the newest message begins.
    pub words: String,
    pub updated_at: i64,
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
        path_of(&self.url)
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
    pub tags: Vec<Named>,
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
    fn the_title_has_the_number_that_waits_up_to_999() {
        let title = |waiting| FolderCounts { waiting, open: 7, ..FolderCounts::default() }.before("Inbox");
        assert_eq!([0, 3, 999, 1_000].map(title), ["Inbox", "(3) Inbox", "(999) Inbox", "(999+) Inbox"]);
    }

    #[test]
    fn a_page_is_shown_by_its_path_and_query() {
        let page = |url: &str| SeenPage { url: url.into(), title: String::new(), created_at: 0 };
        assert_eq!(page("https://shop.example/plans?x=1").path(), "/plans?x=1");
        assert_eq!(page("https://shop.example").path(), "/");
    }
}
