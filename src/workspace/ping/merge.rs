//! The merge of a visitor into the user whom they turn out to be.

use crate::batch::Batch;
use crate::feed::MergedFrom;
use crate::people::{self, Person};
use crate::refusal::Refusal;
use crate::{conversations, data_events, outbound};

/// Merges a visitor into the user whom they became.
/// The visitor's sessions end: holding one does not make anybody the user.
pub async fn merge(
    batch: &mut Batch,
    app_id: &str,
    visitor: Person,
    user: &mut Person,
) -> Result<MergedFrom, Refusal> {
    data_events::hand_over(&mut batch.transaction, &visitor.id, &user.id).await?;
    conversations::hand_over(&mut batch.transaction, app_id, &visitor.id, &user.id).await?;
    batch.events.hand_over(&mut batch.transaction, &visitor.id, &user.id).await?;
    outbound::hand_over(&mut batch.transaction, &visitor.id, &user.id).await?;
    batch.impressions.hand_over(&mut batch.transaction, &visitor.id, &user.id).await?;
    batch.sessions.forget(&visitor.id);
    // A log-in does not undo a block.
    if user.blocked_at.is_none() && visitor.blocked_at.is_some() {
        user.blocked_at = visitor.blocked_at;
        batch.people.block(&mut batch.transaction, &user.id, user.blocked_at).await?;
    }
    batch.people.forget_merged(&mut batch.transaction, &visitor, user, batch.now).await?;
    Ok(people::inherit(user, visitor))
}
