//! A teammate blocks a person, or unblocks them.

use serde_json::json;

use super::rows::find;
use crate::batch::Batch;
use crate::feed::Audience;
use crate::refusal::Refusal;

/// A teammate's request to block the person of a conversation, or to unblock them.
#[derive(Debug)]
pub struct Block {
    pub app_id: String,
    pub conversation: i64,
    pub blocked: bool,
}

/// Blocks or unblocks the person. A person who is blocked already stays so since then.
pub async fn block(batch: &mut Batch, of: &Block) -> Result<(), Refusal> {
    let conversation = find(&mut batch.transaction, &of.app_id, of.conversation).await?;
    let person = batch.people.find(&mut batch.transaction, &conversation.person_id).await?;
    if person.blocked_at.is_some() == of.blocked {
        return Ok(());
    }
    let at = of.blocked.then_some(batch.now);
    batch.people.block(&mut batch.transaction, &person.id, at).await?;
    // Teammates' streams report it.
    batch.record_change(conversation.ids(), Audience::Teammates, json!({ "Blocked": {} }));
    Ok(())
}
