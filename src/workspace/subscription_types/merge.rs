//! The end of a subscription type: another one takes its consents over, or it is deleted with them.

use sqlx::AssertSqlSafe;

use super::subscription_type::{COUNTS, ConsentCounts, SubscriptionType, SubscriptionTypeState, find};
use crate::batch::Batch;
use crate::database::{execute, fetch};
use crate::ledger::{Change, ChangedBy, LedgerKind};
use crate::refusal::Refusal;

/// Why one type does not take the consents of the other. What people have chosen must mean the same afterwards.
pub fn takes_over(from: &SubscriptionType, into: &SubscriptionType) -> Result<(), &'static str> {
    if from.id == into.id {
        return Err("A type of subscription is merged into another one.");
    }
    if into.state != SubscriptionTypeState::Live {
        return Err("A type of subscription is merged into a live one.");
    }
    if from.consent_type != into.consent_type {
        return Err("Both are opt-in, or both are opt-out: whoever chose nothing would get something else.");
    }
    if !into.content_types.iter().all(|one| from.content_types.contains(one)) {
        return Err("The other type is sent in a way to which nobody of this one has consented.");
    }
    Ok(())
}

/// Gives the consents of one type to another one, and deletes the first. Who has chosen of the second keeps that choice.
/// The ledger says that the second is merged and that the first is deleted; their people are not listed.
pub async fn merge(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    from: &str,
    into: &str,
) -> Result<(), Refusal> {
    let db = &mut batch.transaction;
    let before = find(db, app_id, from).await?.ok_or(Refusal::NoSubscriptionType)?;
    let after = find(db, app_id, into).await?.ok_or(Refusal::NoSubscriptionType)?;
    takes_over(&before, &after).map_err(|why| Refusal::Field("into", why))?;
    execute!(&mut batch.transaction,
        "insert into consents (subscription_type, person_id, consented, chosen_at, chosen_by, chosen_by_id)
         select $2, person_id, consented, chosen_at, chosen_by, chosen_by_id from consents
         where subscription_type = $1 on conflict (person_id, subscription_type) do nothing" => from, into)?;
    let change = Change::new(LedgerKind::SubscriptionTypeMerged, by.clone()).about(into);
    batch.record_change(app_id, change);
    delete(batch, by, app_id, from).await?;
    Ok(())
}

/// Deletes a subscription type. Returns what people had chosen. The ledger does not list them.
pub async fn delete(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    id: &str,
) -> Result<ConsentCounts, Refusal> {
    let select = format!("select {COUNTS} from subscription_types t where t.app_id = $1 and t.id = $2");
    let lost: Option<ConsentCounts> =
        fetch!(&mut batch.transaction, optional AssertSqlSafe(select) => app_id, id)?;
    let lost = lost.ok_or(Refusal::NoSubscriptionType)?;
    execute!(&mut batch.transaction, "delete from subscription_types where id = $1" => id)?;
    batch.record_change(app_id, Change::new(LedgerKind::SubscriptionTypeDeleted, by.clone()).about(id));
    Ok(lost)
}
