//! The part with which a conversation began.

use sqlx::types::Json;

use super::{ConversationSource, Part};
use crate::database::{Db, read};

/// The part with which a conversation began, and the rest of what Intercom calls its source: the part's number is the
/// source's id, and its author the source's. Each is of Intercom's type `conversation`, as people write in the Messenger
/// alone.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Opening {
    #[sqlx(flatten)]
    pub part: Part,
    pub source: Json<ConversationSource>,
    pub person_id: String,
}

impl Opening {
    /// The id of the person or the number of the teammate who wrote the part.
    pub fn author_id(&self) -> Option<String> {
        self.part.author.changed_by(&self.person_id, self.part.teammate).id()
    }
}

/// How a conversation of the app began. None where the app has no such conversation.
pub async fn opening(db: &Db, app_id: &str, number: i64) -> Result<Option<Opening>, sqlx::Error> {
    read!(db, optional
        "select p.number, p.kind, p.author, p.teammate, p.assigned_to, p.assigned_team, p.body, p.at_ms, c.source,
                c.person_id
         from conversations c join parts p on p.number = c.number
         where c.app_id = $1 and c.number = $2" => app_id, number)
}
