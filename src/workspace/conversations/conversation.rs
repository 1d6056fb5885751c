//! A conversation, its state and its times.

use serde_json::{Map, Value};
use sqlx::types::Json;

use super::{ConversationSource, Rating};
use crate::Assignee;
use crate::ledger::{Change, ChangedBy, LedgerKind};

foundation::text_enum! {
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::Type)]
    #[sqlx(type_name = "text", rename_all = "lowercase")]
    pub enum ConversationState {
        #[default]
        Open = "open",
        Closed = "closed",
        Snoozed = "snoozed",
    }
}

foundation::text_enum! {
    /// How urgent a conversation is. Source: Intercom's REST API 2.16, "The conversation model" (`priority`).
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::Type)]
    #[sqlx(type_name = "text", rename_all = "lowercase")]
    pub enum Priority {
        #[default]
        None = "none",
        Low = "low",
        Medium = "medium",
        High = "high",
        Urgent = "urgent",
    }
}

/// A person's conversation with the teammates of an app. Times are Unix seconds.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Conversation {
    /// Id, order and cursor: the number of the event that began it.
    pub number: i64,
    pub app_id: String,
    pub person_id: String,
    pub state: ConversationState,
    /// Time since when the person has waited for an answer.
    pub waiting_since: Option<i64>,
    pub snoozed_until: Option<i64>,
    /// The numbers of the teammate and of the team who are to answer.
    pub teammate_assignee: Option<i64>,
    pub team_assignee: Option<i64>,
    pub source: Json<ConversationSource>,
    pub title: Option<String>,
    pub priority: Priority,
    /// The custom attributes.
    pub attributes: Json<Map<String, Value>>,
    #[sqlx(flatten)]
    pub rating: Rating,
    pub created_at: i64,
    pub updated_at: i64,
    pub person_first_at: Option<i64>,
    pub person_last_at: Option<i64>,
    pub teammate_first_at: Option<i64>,
    pub teammate_last_at: Option<i64>,
    pub last_part: i64,
    pub parts: i64,
    /// The last part that the person has read.
    pub person_read_to: i64,
    pub teammates_read_to: i64,
}

impl Conversation {
    /// A change of the conversation.
    pub fn changed(&self, kind: LedgerKind, by: ChangedBy) -> Change {
        Change::new(kind, by).of_conversation(self.number).of_person(&self.person_id)
    }

    /// The one who is to answer: the teammate, or the team where there is none.
    pub fn assignee(&self) -> Option<Assignee> {
        let team = self.team_assignee.map(Assignee::Team);
        self.teammate_assignee.map(Assignee::Teammate).or(team)
    }

    /// Makes a conversation that has no part yet.
    pub fn begun(number: i64, app_id: &str, person_id: &str, now: i64) -> Self {
        Self {
            number,
            app_id: app_id.to_owned(),
            person_id: person_id.to_owned(),
            created_at: now,
            updated_at: now,
            last_part: number,
            ..Self::default()
        }
    }
}
