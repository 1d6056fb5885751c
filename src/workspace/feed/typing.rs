//! Announcements of who is typing, and of which teammates have a conversation open. No row holds them.

use serde::{Deserialize, Serialize};
use tokio::sync::broadcast;

use crate::database::Db;

/// The channel that carries announcements between the servers of a PostgreSQL database.
pub(super) const CHANNEL: &str = "workspace_typing";
/// Announcements that a reader may be behind. It misses older ones.
const QUEUE: usize = 256;

/// Somebody is writing in a conversation, or has it open. Nothing of it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typing {
    pub app_id: String,
    pub person_id: String,
    pub conversation: i64,
    /// None where it is the person.
    pub teammate: Option<PresentTeammate>,
}

/// A teammate who has a conversation open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresentTeammate {
    pub number: i64,
    pub name: String,
    /// Whether they are writing to the person.
    pub is_typing: bool,
}

/// The sender that reaches every reader of this server.
pub(super) type Announcements = broadcast::Sender<Typing>;

pub(super) fn announcements() -> Announcements {
    broadcast::Sender::new(QUEUE)
}

/// Announces who is typing. A failure is not tried again: the next key reports anew.
pub(super) async fn announce(db: &Db, here: &Announcements, typing: Typing) {
    match db {
        Db::Sqlite { .. } => _ = here.send(typing),
        Db::Postgres(pool) => {
            let payload = serde_json::to_string(&typing).unwrap_or_default();
            let notify = sqlx::query("select pg_notify($1, $2)").bind(CHANNEL).bind(payload);
            if let Err(error) = notify.execute(pool).await {
                tracing::debug!(%error, "typing was not announced");
            }
        }
    }
}

/// Passes on an announcement of any server.
pub(super) fn received(here: &Announcements, payload: &str) {
    if let Ok(typing) = serde_json::from_str(payload) {
        _ = here.send(typing);
    }
}
