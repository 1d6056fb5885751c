//! The e-mail address that a lead leaves.

use serde::Deserialize;

use crate::batch::Batch;
use crate::ledger::ChangedBy;
use crate::people::sessions::Bearer;
use crate::people::{Person, is_address, write_email};
use crate::refusal::Refusal;
use crate::wire::plain_id;

/// A lead's request to be written to at an address.
#[derive(Debug, Deserialize)]
pub struct LeadEmail {
    #[serde(deserialize_with = "plain_id")]
    pub app_id: String,
    pub email: String,
}

/// Keeps a lead's address. Nothing proves it, so it finds no person. A user's address comes with their identity.
pub async fn keep_email(batch: &mut Batch, bearer: &Bearer, given: &LeadEmail) -> Result<(), Refusal> {
    let person = batch.unblocked(&given.app_id, bearer).await?;
    let email = given.email.trim();
    if !person.is_lead() || !is_address(email) {
        return Err(Refusal::NoEmail);
    }
    let after = Person { email: Some(email.to_owned()), email_proved: false, ..person };
    write_email(&mut batch.transaction, &after).await?;
    let by = ChangedBy::Person(after.id.clone());
    batch.save_person(&given.app_id, after, by);
    Ok(())
}
