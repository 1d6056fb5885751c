//! When the team and a person wrote to each other last.

use super::People;
use crate::database::{Transaction, execute};
use crate::error::Error;

/// A message between the team and a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageTime {
    /// The team wrote to the person.
    Contacted,
    /// The person wrote.
    HeardFrom,
    /// The person opened a message of the team.
    Opened,
}

impl People {
    /// Notes when a message was written or opened, in Unix seconds. The ledger has the message itself.
    pub async fn note_message(
        &mut self,
        db: &mut Transaction,
        id: &str,
        which: MessageTime,
        at: i64,
    ) -> Result<(), Error> {
        if let Some(held) = self.written(id) {
            match which {
                MessageTime::Contacted => held.last_contacted_at = Some(at),
                MessageTime::HeardFrom => held.last_heard_from_at = Some(at),
                MessageTime::Opened => held.last_opened_at = Some(at),
            }
            return Ok(());
        }
        execute!(db, match which {
            MessageTime::Contacted => "update people set last_contacted_at = $2 where id = $1",
            MessageTime::HeardFrom => "update people set last_heard_from_at = $2 where id = $1",
            MessageTime::Opened => "update people set last_opened_at = $2 where id = $1",
        } => id, at)?;
        Ok(())
    }
}
