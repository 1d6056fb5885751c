//! Takes an import back, as far as nobody has changed since what it wrote.

use serde_json::Value;

use super::actor::{by, number_of};
use super::rows::{self, AT_ONCE, ImportState, Outcome, read};
use super::undo_company::{leave, rename_back};
use super::undo_row::{UndoRow, fields_of};
use crate::attachments::Files;
use crate::audit::{self, Actor, changed_by};
use crate::batch::{Batch, Store};
use crate::contacts::{self, PersonUpdate};
use crate::database::{execute, fetch};
use crate::error::Error;
use crate::field_update::FieldUpdate;
use crate::ledger::{ChangedBy, LedgerKind};
use crate::people::{Person, Role};
use crate::refusal::Refusal;
use crate::tags::{self, Tagged};

/// Seconds after its end in which an import can be undone.
pub const UNDO_SECONDS: i64 = 60 * 60;

/// Begins to take an import back: the workspace goes on, some rows at a time, whatever happens.
pub async fn undo(store: &Store, app_id: &str, actor: Actor<'_>, id: &str) -> Result<(), Error> {
    let mut batch = Batch::begin(store).await?;
    let by = changed_by(&mut batch, app_id, actor).await?;
    let import = rows::find(&mut batch.transaction, app_id, id).await?.ok_or(Error::NotFound)?;
    if import.state != ImportState::Done {
        return Err(Error::conflict(
            "The import is not to be undone: it has not ended, or is undone already.",
        ));
    }
    if import.ended_at.is_none_or(|ended| ended + UNDO_SECONDS <= batch.now) {
        return Err(Error::conflict("An import can be undone for an hour after its end, and no longer."));
    }
    execute!(&mut batch.transaction,
        "update csv_imports set state = $2, undone_by = $3 where id = $1"
        => id, ImportState::Undoing, number_of(&by))?;
    let what = format!("undid the import {id}");
    audit::commit(batch, actor, app_id, (LedgerKind::PeopleImportUndone, id), what).await
}

/// Takes the next rows back, in one commit. Returns whether there may be more.
pub async fn undo_some(store: &Store, files: &Files, id: &str) -> Result<bool, Error> {
    if read(store, id, ImportState::Undoing).await?.is_none() {
        return Ok(false);
    }
    let mut batch = Batch::begin(store).await?;
    let now = rows::by_id(&mut batch.transaction, id).await?;
    let Some(import) = now.filter(|now| now.state == ImportState::Undoing) else { return Ok(false) };
    let (app_id, by) = (import.app_id.as_str(), by(import.undone_by));
    let most = i64::try_from(AT_ONCE).unwrap_or(i64::MAX);
    let some = rows::undoable(&mut batch.transaction, id, most).await?;
    if some.is_empty() {
        execute!(&mut batch.transaction,
            "update csv_imports set state = $2 where id = $1" => id, ImportState::Undone)?;
        batch.commit().await?;
        let rows = import.made + import.changed;
        let what = format!("took back {} of {rows} rows of the import {id}", import.undone);
        audit::log(Actor::Import, app_id, "people_import_undo_ended", &what);
        return Ok(false);
    }
    let (mut outcomes, mut attachments, mut undone) = (Vec::new(), Vec::new(), 0);
    for (number, outcome, person, row) in some {
        let is_whole = match outcome {
            Outcome::Made => match delete(&mut batch, &by, app_id, &person, &row).await? {
                Some(files) => {
                    attachments.extend(files);
                    true
                }
                None => false,
            },
            _ => put_back(&mut batch, &by, app_id, &person, &row).await?,
        };
        // The company is of other people, too: its name goes back whatever becomes of this person.
        let is_whole = match &row.renamed {
            Some(renamed) => rename_back(&mut batch, &by, app_id, renamed).await? && is_whole,
            None => is_whole,
        };
        undone += i64::from(is_whole);
        outcomes.push((number, if is_whole { Outcome::Undone } else { Outcome::Kept }));
    }
    rows::note_undone(&mut batch.transaction, id, &outcomes).await?;
    execute!(&mut batch.transaction,
        "update csv_imports set undone = undone + $2 where id = $1" => id, undone)?;
    batch.commit().await?;
    for file in &attachments {
        files.remove(file).await;
    }
    Ok(true)
}

/// Deletes a person whom the import made, unless they were here, wrote, or were changed since. Returns their files, or
/// None of somebody who stays.
async fn delete(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    id: &str,
    row: &UndoRow,
) -> Result<Option<Vec<String>>, Error> {
    let is_untouched = fetch!(&mut batch.transaction, any
        "select p.id from people p where p.id = $1 and p.app_id = $2 and p.first_seen_at is null
           and not exists (select 1 from ledger l where l.person_id = p.id and l.number > $3)
           and not exists (select 1 from conversations c where c.app_id = p.app_id and c.person_id = p.id)
           and not exists (select 1 from data_events d where d.person_id = p.id)
           and not exists (select 1 from messenger_sessions s where s.person_id = p.id)"
        => id, app_id, row.last_event)?;
    if !is_untouched {
        return Ok(None);
    }
    match contacts::delete(batch, by, app_id, id).await {
        Ok(files) => Ok(Some(files)),
        Err(Refusal::Internal) => Err(Error::Internal),
        Err(_) => Ok(None),
    }
}

/// Gives a person back what the row changed. Returns whether all of it went back.
async fn put_back(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    id: &str,
    row: &UndoRow,
) -> Result<bool, Error> {
    let person = match batch.person_of_app(app_id, id).await {
        Ok(person) => person,
        Err(Refusal::Internal) => return Err(Error::Internal),
        Err(_) => return Ok(false),
    };
    let mut is_whole = take_tags(batch, by, app_id, id, row).await?;
    if let Some(company) = &row.company {
        is_whole &= leave(batch, by, app_id, (id, company), row.at).await?;
    }
    let now = fields_of(&person);
    let mut fields = PersonUpdate { is_email_proved: row.was_proved, ..PersonUpdate::default() };
    let mut is_lead = false;
    for (name, before, after) in &row.fields {
        if now.get(name).unwrap_or(&Value::Null) != after {
            is_whole = false;
        } else if name == "role" {
            is_lead = true;
        } else {
            put(&mut fields, name, before);
        }
    }
    for (name, before, after) in &row.attributes {
        match person.attributes.get(name).unwrap_or(&Value::Null) == after {
            true => _ = fields.attributes.insert(name.clone(), before.clone()),
            false => is_whole = false,
        }
    }
    // A user has a user_id or an e-mail, so the role goes first. Nobody but an undo makes a lead of a user.
    if is_lead {
        batch.save_person(app_id, Person { role: Role::Lead, ..person.clone() }, by.clone());
    }
    match contacts::update(batch, by, app_id, id, fields).await {
        Ok((_, left_out)) => Ok(is_whole && left_out.count() == 0),
        Err(Refusal::Internal) => Err(Error::Internal),
        // Somebody else has got the user_id or the e-mail meanwhile.
        Err(_) => {
            if is_lead {
                batch.save_person(app_id, person, by.clone());
            }
            Ok(false)
        }
    }
}

fn put(fields: &mut PersonUpdate, name: &str, before: &Value) {
    let text = || before.as_str().map_or(FieldUpdate::Clear, |text| FieldUpdate::To(text.to_owned()));
    let number = || before.as_i64().map_or(FieldUpdate::Clear, FieldUpdate::To);
    match name {
        "user_id" => fields.user_id = text(),
        "email" => fields.email = text(),
        "name" => fields.name = text(),
        "owner" => fields.owner = number(),
        "signed_up_at" => fields.signed_up_at = number(),
        "phone" => _ = fields.details.insert("phone".to_owned(), before.clone()),
        _ => {}
    }
}

/// Takes the tags that the person got by the row, and that nobody gave them anew. Returns whether none is left.
async fn take_tags(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    id: &str,
    row: &UndoRow,
) -> Result<bool, Error> {
    if row.tags.is_empty() {
        return Ok(true);
    }
    let mut is_whole = true;
    let tags = tags::of(&mut batch.transaction, app_id, Tagged::Person(id)).await?;
    for tag in tags.into_iter().filter(|tag| row.tags.contains(&tag.id)) {
        if tag.applied_at != row.at {
            is_whole = false;
        } else if let Err(Refusal::Internal) =
            tags::detach(batch, by, app_id, &tag.id, Tagged::Person(id)).await
        {
            return Err(Error::Internal);
        }
    }
    Ok(is_whole)
}
