//! No two users have one user_id or, where a program makes them, one e-mail.

use super::find::{FoundPerson, PersonKey, find};
use crate::batch::Batch;
use crate::identity::folded;
use crate::people::{Person, Role};
use crate::refusal::Refusal;

/// Refuses a user_id that another person has, and the e-mail of a user that another user has, where either is new.
pub(super) async fn check_unique(
    batch: &mut Batch,
    app_id: &str,
    before: &Person,
    after: &Person,
) -> Result<(), Refusal> {
    if let Some(user_id) = after.user_id.as_deref().filter(|_| before.user_id != after.user_id) {
        let others = find(&mut batch.transaction, app_id, PersonKey::UserId(user_id)).await?;
        check_none_but(batch, &after.id, others, |_| true).await?;
    }
    let is_new = before.email.as_deref().map(folded) != after.email.as_deref().map(folded);
    if let Some(email) = after.email.as_deref()
        && after.role == Role::User
        && (is_new || before.role != Role::User)
    {
        let others = find(&mut batch.transaction, app_id, PersonKey::Email(email)).await?;
        check_none_but(batch, &after.id, others, Person::is_user).await?;
    }
    Ok(())
}

async fn check_none_but(
    batch: &mut Batch,
    id: &str,
    others: FoundPerson,
    counts: fn(&Person) -> bool,
) -> Result<(), Refusal> {
    let ids = match others {
        FoundPerson::Nobody | FoundPerson::Merged(_) => return Ok(()),
        FoundPerson::One(other) => vec![other.id],
        FoundPerson::Several(ids) => ids,
    };
    for other in ids.into_iter().filter(|other| other != id) {
        let other = batch.people.find(&mut batch.transaction, &other).await?;
        if counts(&other) {
            return Err(Refusal::PersonExists { is_archived: other.archived_at.is_some(), id: other.id });
        }
    }
    Ok(())
}
