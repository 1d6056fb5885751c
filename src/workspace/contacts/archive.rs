//! People out of the team's lists, and people who may not write.

use crate::batch::Batch;
use crate::conversations;
use crate::ledger::{Change, ChangedBy, LedgerKind};
use crate::refusal::Refusal;

/// Takes a person out of the team's lists, or puts them back. Their next visit puts them back, too.
pub async fn archive(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    id: &str,
    archived: bool,
) -> Result<(), Refusal> {
    let person = batch.person_of_app(app_id, id).await?;
    if person.archived_at.is_some() == archived {
        return Ok(());
    }
    let at = archived.then_some(batch.now);
    let kind = if archived { LedgerKind::PersonArchived } else { LedgerKind::PersonUnarchived };
    let change = Change::new(kind, by.clone()).of_person(&person.id);
    batch.change_person(app_id, change, |person| person.archived_at = at);
    Ok(())
}

/// Lets a person write no more, or again. A person who is blocked already stays so since then.
pub async fn block(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    id: &str,
    blocked: bool,
) -> Result<(), Refusal> {
    set_blocked(batch, by, app_id, id, blocked, None).await
}

/// A teammate's request to block the person of a conversation, or to unblock them.
#[derive(Debug)]
pub struct Block {
    pub app_id: String,
    /// The teammate's number.
    pub teammate: i64,
    pub conversation: i64,
    pub blocked: bool,
}

/// Blocks or unblocks the person of a conversation, whose open pages report it.
pub async fn block_in_conversation(batch: &mut Batch, of: &Block) -> Result<(), Refusal> {
    let Block { app_id, teammate, conversation, blocked } = of;
    let person = conversations::person_in(&mut batch.transaction, app_id, *conversation).await?;
    set_blocked(batch, &ChangedBy::Teammate(*teammate), app_id, &person, *blocked, Some(*conversation)).await
}

async fn set_blocked(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    id: &str,
    blocked: bool,
    conversation: Option<i64>,
) -> Result<(), Refusal> {
    let person = batch.person_of_app(app_id, id).await?;
    if person.blocked_at.is_some() == blocked {
        return Ok(());
    }
    let at = blocked.then_some(batch.now);
    let kind = if blocked { LedgerKind::PersonBlocked } else { LedgerKind::PersonUnblocked };
    let change = Change { conversation, ..Change::new(kind, by.clone()).of_person(&person.id) };
    batch.change_person(app_id, change, |person| person.blocked_at = at);
    Ok(())
}
