//! A conversation, its state and its times.

use serde::{Deserialize, Serialize};
use sqlx::types::Json;

use crate::Assignee;
use crate::ledger::{Change, ChangedBy, LedgerKind};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum ConversationState {
    #[default]
    Open,
    Closed,
    Snoozed,
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
