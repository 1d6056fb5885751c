//! How far each side has read.

use serde::Deserialize;

use super::rows::{find, find_own, save};
use super::send::WireId;
use super::unanswered::UnansweredMessage;
use super::{Author, Conversation};
use crate::batch::Batch;
use crate::ledger::{ChangedBy, LedgerKind};
use crate::people::MessageTime;
use crate::people::sessions::Bearer;
use crate::refusal::Refusal;
use crate::wire::plain_id;

/// A request that says up to which part a side has read.
#[derive(Debug, Deserialize)]
pub struct SeenRequest {
    #[serde(deserialize_with = "plain_id")]
    pub app_id: String,
    pub conversation: WireId,
    pub part: WireId,
}

/// Notes how far the bearer's person has read. They read in no other person's conversation.
pub async fn seen_by_person(batch: &mut Batch, bearer: &Bearer, seen: &SeenRequest) -> Result<(), Refusal> {
    let (person, _) = batch.live_session(&seen.app_id, bearer).await?;
    let number = seen.conversation.0;
    if let Some(message) = UnansweredMessage::find(&mut batch.transaction, &person.id, number).await? {
        return Ok(message.note_read(batch).await?);
    }
    let found = find_own(&mut batch.transaction, &seen.app_id, &person.id, number).await?;
    note(batch, found, ChangedBy::Person(person.id), seen.part.0).await
}

/// Notes how far a teammate, by their number, has read.
pub async fn seen_by_teammate(batch: &mut Batch, teammate: i64, seen: &SeenRequest) -> Result<(), Refusal> {
    let found = find(&mut batch.transaction, &seen.app_id, seen.conversation.0).await?;
    note(batch, found, ChangedBy::Teammate(teammate), seen.part.0).await
}

/// Moves a side's mark, and reports the move to both sides.
async fn note(batch: &mut Batch, mut of: Conversation, by: ChangedBy, part: i64) -> Result<(), Refusal> {
    let before = (of.person_read_to, of.teammates_read_to);
    let side = if matches!(by, ChangedBy::Person(_)) { Author::Person } else { Author::Teammate };
    of.read(side, part);
    if (of.person_read_to, of.teammates_read_to) != before {
        save(&mut batch.transaction, &of).await?;
        if side == Author::Person {
            batch
                .people
                .note_message(&mut batch.transaction, &of.person_id, MessageTime::Opened, batch.now)
                .await?;
        }
        // Both sides' streams report it.
        batch.record_change(&of.app_id, of.changed(LedgerKind::ConversationRead, by));
    }
    Ok(())
}
