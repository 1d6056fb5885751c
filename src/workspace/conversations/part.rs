use serde::{Deserialize, Serialize};

use crate::feed::Audience;

/// What a part of a conversation is. Its names are those of Intercom's REST API (`part_type`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum PartKind {
    /// A message of either side.
    Comment,
    /// What teammates write to each other.
    Note,
    /// A teammate is to answer, or anybody again.
    Assignment,
    /// The conversation was opened again. The person's own has their message.
    Open,
    Close,
    Snooze,
}

/// Which side made a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "lowercase")]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Author {
    Person,
    Teammate,
    /// The workspace itself.
    Bot,
}

impl PartKind {
    /// Whoever adds a kind decides here who reads it.
    pub fn audience(self, author: Author) -> Audience {
        match (self, author) {
            (Self::Comment, _) | (Self::Open, Author::Person) => Audience::Person,
            (Self::Open, Author::Teammate | Author::Bot)
            | (Self::Note | Self::Assignment | Self::Close | Self::Snooze, _) => Audience::Teammates,
        }
    }
}
