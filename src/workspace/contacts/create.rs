//! Makes people.

use super::update::{PersonUpdate, apply};
use crate::batch::Batch;
use crate::error::Error;
use crate::identity::User;
use crate::ledger::{Change, ChangedBy, LedgerKind};
use crate::people::refusals::Refusals;
use crate::people::{Person, Role};
use crate::refusal::Refusal;

/// A person whom a teammate or a program makes.
#[derive(Clone, Debug)]
pub struct NewPerson {
    pub role: Role,
    pub fields: PersonUpdate,
}

/// Makes a lead or user with a user_id or an e-mail. A visitor is made by the Messenger alone.
/// Refuses a user whose user_id or e-mail another user has. Leads may share an e-mail.
/// Source: Intercom's REST API, "Create contact", and its answers with the status 409.
pub async fn create(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    NewPerson { role, fields }: NewPerson,
) -> Result<(Person, Refusals), Refusal> {
    if !batch.knows_app(app_id).await? {
        return Err(Refusal::UnknownApp);
    }
    if role == Role::Visitor {
        return Err(Refusal::Field(
            "role",
            "A person is made as a lead or a user: visitors come by the Messenger.",
        ));
    }
    let stated =
        Person { role, lead_since: (role == Role::Lead).then_some(batch.now), ..Person::unknown(batch.now) };
    let (stated, refused) = apply(batch, by, app_id, stated, fields).await?;
    let made = batch.people.make(&mut batch.transaction, app_id, stated).await?;
    record_made(batch, by, app_id, &made);
    batch.save_person(app_id, made.clone(), by.clone());
    Ok((made, refused))
}

/// Makes a visitor, whose browser has no cookie yet.
pub async fn create_visitor(batch: &mut Batch, app_id: &str) -> Result<Person, Error> {
    let visitor = batch.people.make_visitor(&mut batch.transaction, app_id, batch.now).await?;
    record_made(batch, &ChangedBy::Person(visitor.id.clone()), app_id, &visitor);
    Ok(visitor)
}

/// Makes the user whom a token names, or a page where nothing need be proved.
pub async fn create_user(batch: &mut Batch, app_id: &str, user: &User) -> Result<Person, Error> {
    let made = batch.people.make_user(&mut batch.transaction, app_id, user, batch.now).await?;
    record_made(batch, &ChangedBy::Person(made.id.clone()), app_id, &made);
    Ok(made)
}

fn record_made(batch: &mut Batch, by: &ChangedBy, app_id: &str, made: &Person) {
    let change = Change::new(LedgerKind::PersonCreated, by.clone()).of_person(&made.id);
    batch.record_change(app_id, change);
}
