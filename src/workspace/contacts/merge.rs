//! The merge of a visitor or lead into a user.

use crate::batch::Batch;
use crate::feed::MergedFrom;
use crate::identity::folded;
use crate::ledger::{Change, ChangedBy, LedgerKind};
use crate::people::{self, Person, Role};
use crate::refusal::Refusal;
use crate::{companies, conversations, data_events, notes, outbound, subscription_types, tags};

/// Merges a visitor or lead into a user, who is still to be saved. The id of who is gone means the user from now on.
/// Their sessions end: holding one does not make anybody the user.
pub async fn merge(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    from: Person,
    into: &mut Person,
) -> Result<MergedFrom, Refusal> {
    if from.role == Role::User || into.role != Role::User || from.id == into.id {
        return Err(Refusal::Field("from", "A visitor or lead is merged into a user."));
    }
    data_events::hand_over(&mut batch.transaction, &from.id, &into.id).await?;
    conversations::hand_over(&mut batch.transaction, app_id, &from.id, &into.id).await?;
    batch.events.hand_over(&mut batch.transaction, &from.id, &into.id).await?;
    outbound::hand_over(&mut batch.transaction, &from.id, &into.id).await?;
    batch.impressions.hand_over(&mut batch.transaction, &from.id, &into.id).await?;
    // Visitors act for no company.
    if from.role == Role::Lead {
        companies::hand_over(batch, by, app_id, &from.id, &into.id).await?;
    }
    tags::hand_over(batch, by, app_id, &from.id, &into.id).await?;
    notes::hand_over(&mut batch.transaction, &from.id, &into.id).await?;
    subscription_types::hand_over(batch, by, app_id, &from.id, &into.id).await?;
    batch.sessions.forget(&from.id);
    batch.people.forget_merged(&mut batch.transaction, &from, into, batch.now).await?;
    let change = Change::new(LedgerKind::PersonMerged, by.clone()).of_person(&into.id).about(&from.id);
    batch.record_change(app_id, change);
    // A log-in does not undo a block.
    if into.blocked_at.is_none() && from.blocked_at.is_some() {
        into.blocked_at = from.blocked_at;
        let change = Change::new(LedgerKind::PersonBlocked, by.clone()).of_person(&into.id);
        batch.change_person(app_id, change, |person| person.blocked_at = from.blocked_at);
    }
    // The ledger has no visits: without a page of theirs, nothing else would have them written.
    batch.change_visits(&into.id, |_| ());
    Ok(people::inherit(into, from))
}

/// Whether two people have the same e-mail or phone.
/// Source: Intercom's REST API 2.16, "Merge a lead and a user": others are merged only where the caller insists.
pub fn are_duplicates(one: &Person, other: &Person) -> bool {
    let email = |person: &Person| person.email.as_deref().map(folded);
    let phone = |person: &Person| person.details.get("phone").cloned();
    email(one).is_some() && email(one) == email(other) || phone(one).is_some() && phone(one) == phone(other)
}
