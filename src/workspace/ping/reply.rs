//! The reply to a ping.

use serde::Serialize;

use crate::conversations::ConversationCounts;
use crate::feed::RefusedAttribute;
use crate::outbound::{PageView, ShownMessage};
use crate::people::Person;
use crate::people::refusals::Refusals;
use crate::wire::is_zero;

/// A ping that is stored, and the rest of its reply that is still to be found.
pub struct StoredPing {
    pub reply: PingReply,
    pub person_id: String,
    /// The page view, where it may show a message.
    pub view: Option<PageView>,
    /// Whether the reply has the counts of conversations, also without a message.
    pub tells_counts: bool,
}

/// The reply to a ping.
#[derive(Debug, Default, Serialize)]
pub struct PingReply {
    /// The credential of the session that this ping opened, if it opened one: later pings carry it.
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
    /// The value of the visitor cookie. A user has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    visitor_id: Option<String>,
    /// The person's id, which stays the same while the person does.
    contact_id: String,
    /// The id of the visitor whom this person was until now.
    #[serde(skip_serializing_if = "Option::is_none")]
    merged_from: Option<String>,
    person: ReplyPerson,
    /// The message that this page view shows.
    message: Option<ShownMessage>,
    /// Counts of conversations, with a new session or a message. Later the panel knows them sooner.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    waiting: Option<Waiting>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    refused_attributes: Vec<RefusedAttribute>,
    /// Count of refused attributes that are not named.
    #[serde(skip_serializing_if = "is_zero")]
    more_refused: usize,
}

/// The conversations that wait for a person who arrives.
#[derive(Debug, Serialize)]
pub struct Waiting {
    unread_count: i64,
    /// Whether the person has conversations. The panel follows them, also while it is closed.
    has_conversations: bool,
}

impl From<ConversationCounts> for Waiting {
    fn from(counts: ConversationCounts) -> Self {
        Self { unread_count: counts.unread, has_conversations: counts.listed() > 0 }
    }
}

#[derive(Debug, Default, Serialize)]
struct ReplyPerson {
    r#type: &'static str,
    name: String,
}

impl PingReply {
    /// The reply to a ping with an existing session.
    pub fn new(person: &Person, refused: Refusals) -> Self {
        Self {
            visitor_id: person.visitor_id.clone(),
            person: ReplyPerson {
                r#type: if person.is_user() { "user" } else { "visitor" },
                name: person.display_name(),
            },
            contact_id: person.id.clone(),
            refused_attributes: refused.named,
            more_refused: refused.more,
            ..Self::default()
        }
    }

    /// The reply to a ping that opened a session.
    pub fn opened(self, credential: String, merged_from: Option<String>) -> Self {
        Self { session: Some(credential), merged_from, ..self }
    }

    pub fn waiting(self, counts: ConversationCounts) -> Self {
        Self { waiting: Some(counts.into()), ..self }
    }

    pub fn with_message(self, message: Option<ShownMessage>) -> Self {
        Self { message, ..self }
    }
}
