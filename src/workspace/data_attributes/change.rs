//! The catalogue as teammates and programs change it.

use sqlx::types::Json;

use crate::attributes::{AttributeOf, AttributeType, Definition, MOST_ACTIVE, counts, find, write};
use crate::batch::Batch;
use crate::ledger::{Change, ChangedBy, LedgerKind, changed_fields};
use crate::people::attributes::{broken_name, is_custom};
use crate::people::dates;
use crate::people::texts::broken_text;
use crate::refusal::Refusal;

/// Texts that a list offers at most. A limit of our own.
const MOST_OPTIONS: usize = 250;
/// Characters of a description.
const LONGEST_DESCRIPTION: usize = 1_000;

/// An attribute that somebody makes before it has a value.
#[derive(Clone, Debug)]
pub struct NewAttribute {
    pub of: AttributeOf,
    pub name: String,
    pub data_type: AttributeType,
    pub fields: AttributeUpdate,
}

/// What to change of an attribute. None keeps a field. The type never changes.
/// Source: Intercom's REST API, "Update a data attribute".
#[derive(Clone, Debug, Default)]
pub struct AttributeUpdate {
    pub description: Option<String>,
    /// The texts that a list offers, at least two.
    pub options: Option<Vec<String>>,
    pub browser_writable: Option<bool>,
    pub token_writable: Option<bool>,
    pub api_writable: Option<bool>,
}

/// Makes an attribute. Refuses a name that is there, and one attribute more than an app may have.
pub async fn create(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    new: NewAttribute,
) -> Result<Definition, Refusal> {
    if !batch.knows_app(app_id).await? {
        return Err(Refusal::UnknownApp);
    }
    let name = new.name.trim();
    if let Some(reason) = broken_name(name) {
        return Err(Refusal::Field("name", reason));
    }
    if !is_custom(name) {
        return Err(Refusal::Field("name", "Intercom itself defines a field of this name."));
    }
    if dates::is_date(name) && new.data_type != AttributeType::Date {
        return Err(Refusal::Field("data_type", "An attribute whose name ends in _at is a date."));
    }
    let (last, active, _) = counts(&mut batch.transaction, app_id).await?;
    if active >= MOST_ACTIVE {
        return Err(TOO_MANY);
    }
    let mut made = match find(&mut batch.transaction, app_id, new.of, name).await? {
        Some(known) if known.data_type.is_some() => {
            return Err(Refusal::Field("name", "The app has an attribute of this name."));
        }
        // Protected before it had a value.
        Some(known) => known,
        None => Definition::new(last + 1, new.of, name, batch.now),
    };
    (made.data_type, made.is_proved, made.updated_at) = (Some(new.data_type), true, batch.now);
    if new.data_type == AttributeType::List && new.fields.options.is_none() {
        return Err(Refusal::Field("options", OPTIONS));
    }
    apply(&mut made, new.fields)?;
    save(batch, app_id, &made).await?;
    let change = Change::new(LedgerKind::AttributeCreated, by.clone());
    batch.record_change(app_id, change.about(made.number));
    Ok(made)
}

/// Changes what an attribute means, or who may write it.
pub async fn change(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    of: AttributeOf,
    name: &str,
    fields: AttributeUpdate,
) -> Result<Definition, Refusal> {
    let before = found(batch, app_id, of, name).await?;
    let mut after = before.clone();
    apply(&mut after, fields)?;
    record(batch, by, app_id, &before, after).await
}

/// Archives an attribute, or takes it back. The values of an archived one stay, and nobody changes them.
pub async fn archive(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    of: AttributeOf,
    name: &str,
    archived: bool,
) -> Result<Definition, Refusal> {
    let mut attribute = found(batch, app_id, of, name).await?;
    if attribute.archived_at.is_some() == archived {
        return Ok(attribute);
    }
    if !archived && counts(&mut batch.transaction, app_id).await?.1 >= MOST_ACTIVE {
        return Err(TOO_MANY);
    }
    attribute.archived_at = archived.then_some(batch.now);
    attribute.updated_at = batch.now;
    save(batch, app_id, &attribute).await?;
    let kind = if archived { LedgerKind::AttributeArchived } else { LedgerKind::AttributeUnarchived };
    batch.record_change(app_id, Change::new(kind, by.clone()).about(attribute.number));
    Ok(attribute)
}

/// Has a person's attribute written by signed tokens alone, or by pages again, also before it has a value and where
/// Intercom defines it. Returns whether that changes anything. The caller puts it into the ledger.
pub async fn protect(
    batch: &mut Batch,
    app_id: &str,
    name: &str,
    is_protected: bool,
) -> Result<bool, sqlx::Error> {
    let db = &mut batch.transaction;
    let mut attribute = match find(db, app_id, AttributeOf::Person, name).await? {
        Some(known) => known,
        None if !is_protected => return Ok(false),
        None => {
            let (last, ..) = counts(db, app_id).await?;
            Definition::new(last + 1, AttributeOf::Person, name, batch.now)
        }
    };
    if attribute.browser_writable != is_protected {
        return Ok(false);
    }
    (attribute.browser_writable, attribute.updated_at) = (!is_protected, batch.now);
    save(batch, app_id, &attribute).await?;
    Ok(true)
}

const TOO_MANY: Refusal =
    Refusal::Field("name", "The app has 250 attributes: a new one needs an archived one.");
const OPTIONS: &str = "A list offers 2 to 250 different texts of 1 to 255 characters.";

async fn found(batch: &mut Batch, app_id: &str, of: AttributeOf, name: &str) -> Result<Definition, Refusal> {
    const NONE: Refusal = Refusal::Field("name", "The app has no such attribute.");
    // PostgreSQL takes no NUL.
    if broken_name(name).is_some() {
        return Err(NONE);
    }
    let found = find(&mut batch.transaction, app_id, of, name).await?;
    found.filter(|definition| definition.data_type.is_some()).ok_or(NONE)
}

/// Puts the fields into an attribute. Refuses a field of the wrong form.
fn apply(attribute: &mut Definition, fields: AttributeUpdate) -> Result<(), Refusal> {
    if let Some(description) = fields.description {
        let description = description.trim();
        if description.chars().count() > LONGEST_DESCRIPTION || description.contains('\0') {
            return Err(Refusal::Field(
                "description",
                "A description has at most 1000 characters, and no NUL.",
            ));
        }
        description.clone_into(&mut attribute.description);
    }
    if let Some(options) = fields.options {
        if attribute.data_type != Some(AttributeType::List) {
            return Err(Refusal::Field("options", "A list alone offers texts."));
        }
        attribute.options = Json(options_of(options)?);
    }
    for (now, next) in [
        (&mut attribute.browser_writable, fields.browser_writable),
        (&mut attribute.token_writable, fields.token_writable),
        (&mut attribute.api_writable, fields.api_writable),
    ] {
        *now = next.unwrap_or(*now);
    }
    Ok(())
}

fn options_of(options: Vec<String>) -> Result<Vec<String>, Refusal> {
    let options: Vec<String> = options.into_iter().map(|option| option.trim().to_owned()).collect();
    let is_good = |option: &String| !option.is_empty() && broken_text(option).is_none();
    let mut different = options.clone();
    different.sort_unstable();
    different.dedup();
    let is_whole = (2..=MOST_OPTIONS).contains(&options.len()) && different.len() == options.len();
    if is_whole && options.iter().all(is_good) {
        Ok(options)
    } else {
        Err(Refusal::Field("options", OPTIONS))
    }
}

async fn save(batch: &mut Batch, app_id: &str, attribute: &Definition) -> Result<(), sqlx::Error> {
    write(&mut batch.transaction, app_id, &[attribute]).await?;
    batch.attributes.note(app_id, std::iter::once(attribute));
    Ok(())
}

/// Writes an attribute, and puts the names of its changed fields into the ledger.
async fn record(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    before: &Definition,
    mut after: Definition,
) -> Result<Definition, Refusal> {
    let fields = changed_fields([
        ("description", after.description != before.description),
        ("options", after.options != before.options),
        ("browser_writable", after.browser_writable != before.browser_writable),
        ("token_writable", after.token_writable != before.token_writable),
        ("api_writable", after.api_writable != before.api_writable),
    ]);
    if !fields.is_empty() {
        after.updated_at = batch.now;
        save(batch, app_id, &after).await?;
        let change = Change::new(LedgerKind::AttributeChanged, by.clone()).about(after.number);
        batch.record_change(app_id, change.in_fields(fields));
    }
    Ok(after)
}
