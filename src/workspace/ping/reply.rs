use serde::Serialize;

use crate::workspace::feed::RefusedAttribute;
use crate::workspace::people::Person;
use crate::workspace::people::refusals::Refusals;

/// What the loader receives.
#[derive(Debug, Serialize)]
pub struct Reply {
    /// The credential of the session that this ping opened, if it opened one: later pings carry it.
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<String>,
    /// For the visitor cookie; a user has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    visitor_id: Option<String>,
    person: ReplyPerson,
    unread_count: u32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    refused_attributes: Vec<RefusedAttribute>,
    /// Beside those.
    #[serde(skip_serializing_if = "is_zero")]
    more_refused: usize,
}

#[derive(Debug, Serialize)]
struct ReplyPerson {
    r#type: &'static str,
    name: String,
}

impl Reply {
    pub fn new(person: &Person, credential: Option<String>, refused: Refusals) -> Self {
        Self {
            session: credential,
            visitor_id: person.visitor_id.clone(),
            person: ReplyPerson {
                r#type: if person.is_user() { "user" } else { "visitor" },
                name: person.display_name(),
            },
            unread_count: 0,
            refused_attributes: refused.named,
            more_refused: refused.more,
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference over")]
pub fn is_zero(count: &usize) -> bool {
    *count == 0
}
