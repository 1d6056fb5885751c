//! The kinds of a conversation's parts, and who reads each.

use serde::{Deserialize, Serialize};

use super::Audience;
use crate::ledger::{ChangedBy, LedgerKind};

/// The kind of a part of a conversation. Its names are those of Intercom's REST API (`part_type`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum PartKind {
    /// A message of either side.
    Comment,
    /// A text of a teammate for other teammates.
    Note,
    /// The conversation was assigned, or unassigned.
    Assignment,
    /// A closed conversation was assigned, and opened again.
    AssignAndReopen,
    /// The conversation was opened again. The person's own part holds their message too.
    Open,
    Close,
    Snooze,
}

/// The side that made a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Author {
    Person,
    Teammate,
    /// The workspace itself.
    Bot,
}

impl Author {
    /// The author as the ledger names them.
    pub fn changed_by(self, person_id: &str, teammate: Option<i64>) -> ChangedBy {
        match self {
            Self::Person => ChangedBy::Person(person_id.to_owned()),
            Self::Teammate => teammate.map_or(ChangedBy::Workspace, ChangedBy::Teammate),
            Self::Bot => ChangedBy::Workspace,
        }
    }
}

impl PartKind {
    /// The kind of change that a part of this kind is in the ledger.
    pub fn in_ledger(self, author: Author) -> LedgerKind {
        match (self, author) {
            (Self::Comment | Self::Open, Author::Person) => LedgerKind::ConversationPersonReplied,
            (Self::Comment, Author::Teammate | Author::Bot) => LedgerKind::ConversationTeammateReplied,
            (Self::Open, Author::Teammate | Author::Bot) => LedgerKind::ConversationOpened,
            (Self::Note, _) => LedgerKind::ConversationNoted,
            (Self::Assignment | Self::AssignAndReopen, _) => LedgerKind::ConversationAssigned,
            (Self::Close, _) => LedgerKind::ConversationClosed,
            (Self::Snooze, _) => LedgerKind::ConversationSnoozed,
        }
    }

    /// The readers of a part of this kind. A new kind needs a decision here.
    pub fn audience(self, author: Author) -> Audience {
        match (self, author) {
            (Self::Comment, _) | (Self::Open, Author::Person) => Audience::Person,
            (Self::Open, Author::Teammate | Author::Bot)
            | (Self::Note | Self::Assignment | Self::AssignAndReopen | Self::Close | Self::Snooze, _) => {
                Audience::Teammates
            }
        }
    }
}
