//! Changes a person field by field.

use serde_json::{Map, Value};

use super::unique::check_unique;
use crate::batch::Batch;
use crate::data_attributes::{self, AttributeOf, Stated, Writer};
use crate::field_update::FieldUpdate;
use crate::identity::is_usable;
use crate::ledger::ChangedBy;
use crate::people::refusals::Refusals;
use crate::people::texts::broken_text;
use crate::people::{Person, Role, details, is_address, write_email};
use crate::refusal::Refusal;
use crate::teammates;

/// What to change of a person. A field that is not named stays as it is.
#[derive(Clone, Debug, Default)]
pub struct PersonUpdate {
    /// A lead may become a user. Nobody becomes less.
    pub role: Option<Role>,
    pub user_id: FieldUpdate<String>,
    pub email: FieldUpdate<String>,
    /// Whether the e-mail is proved. It counts with an e-mail alone.
    pub is_email_proved: bool,
    pub name: FieldUpdate<String>,
    /// The number of the teammate who answers for the person.
    pub owner: FieldUpdate<i64>,
    /// Unix seconds.
    pub signed_up_at: FieldUpdate<i64>,
    /// Phone, avatar, language_override, utm_… and unsubscribed_from_emails. Null clears.
    pub details: Map<String, Value>,
    /// Custom attributes. Null clears.
    pub attributes: Map<String, Value>,
}

/// Changes a person of the app. Returns the person, and the values that were refused.
pub async fn update(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    id: &str,
    fields: PersonUpdate,
) -> Result<(Person, Refusals), Refusal> {
    let person = batch.person_of_app(app_id, id).await?;
    let before = (person.email.clone(), person.email_proved);
    let (person, refused) = apply(batch, by, app_id, person, fields).await?;
    if before != (person.email.clone(), person.email_proved) {
        write_email(&mut batch.transaction, &person).await?;
    }
    batch.save_person(app_id, person.clone(), by.clone());
    Ok((person, refused))
}

/// The person with the fields changed, and not stored yet. Refuses what breaks a rule of a person as a whole.
pub(super) async fn apply(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    before: Person,
    fields: PersonUpdate,
) -> Result<(Person, Refusals), Refusal> {
    let mut person = before.clone();
    if let Some(role) = fields.role {
        match (person.role, role) {
            (Role::Lead, Role::User) => person.role = Role::User,
            (now, wanted) if now == wanted => {}
            _ => return Err(Refusal::Field("role", "A lead may become a user, and nothing else changes.")),
        }
    }
    check_form(&fields)?;
    if let FieldUpdate::To(owner) = fields.owner
        && !teammates::answers(&mut batch.transaction, app_id, owner).await?
    {
        return Err(Refusal::Field("owner", "The app has no teammate with this number."));
    }
    match fields.email {
        FieldUpdate::Keep => {}
        FieldUpdate::Clear => (person.email, person.email_proved) = (None, false),
        FieldUpdate::To(email) => {
            (person.email, person.email_proved) = (Some(email.trim().to_owned()), fields.is_email_proved);
        }
    }
    fields.user_id.apply(&mut person.user_id);
    fields.name.apply(&mut person.name);
    fields.owner.apply(&mut person.owner);
    fields.signed_up_at.apply(&mut person.signed_up_at);
    check_unique(batch, app_id, &before, &person).await?;
    let mut refused = Refusals::default();
    details::merge(&mut person.details, &fields.details, &mut refused);
    let writer = Writer::of(by);
    let stated = fields.attributes.iter().map(|(name, value)| Stated { name, value, by: writer });
    let (of, stated) = (AttributeOf::Person, stated.collect::<Vec<_>>());
    data_attributes::store(batch, app_id, of, &mut person.attributes, &stated, &mut refused).await?;
    match person.role {
        Role::User if person.user_id.is_none() && person.email.is_none() => {
            Err(Refusal::Field("user_id", "A user has a user_id or an e-mail."))
        }
        Role::Lead if person.visitor_id.is_none() && person.email.is_none() && person.user_id.is_none() => {
            Err(Refusal::Field("email", "A lead whom no page brought has an e-mail or a user_id."))
        }
        Role::Visitor if person.user_id.is_some() => {
            Err(Refusal::Field("user_id", "A visitor has no user_id: a user is who has one."))
        }
        _ => Ok((person, refused)),
    }
}

fn check_form(fields: &PersonUpdate) -> Result<(), Refusal> {
    if matches!(&fields.user_id, FieldUpdate::To(id) if id.trim().is_empty() || !is_usable(id)) {
        return Err(Refusal::Field("user_id", "A user_id has 1 to 255 visible characters."));
    }
    if matches!(&fields.email, FieldUpdate::To(email) if !is_address(email.trim())) {
        return Err(Refusal::Field("email", "This is no e-mail address."));
    }
    match &fields.name {
        FieldUpdate::To(name) if name.trim().is_empty() => {
            Err(Refusal::Field("name", "A name is not empty."))
        }
        FieldUpdate::To(name) => broken_text(name).map_or(Ok(()), |why| Err(Refusal::Field("name", why))),
        FieldUpdate::Keep | FieldUpdate::Clear => Ok(()),
    }
}
