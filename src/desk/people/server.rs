//! Makes and changes people as a teammate asks for it.

use serde_json::Value;

use super::forms::{confirm, open, said, whole};
use super::state::PersonForm;
use crate::desk::guard::begin;
use crate::error::Error;
use crate::workspace::FieldUpdate;
use crate::workspace::Workspace;
use crate::workspace::audit::{self, Actor};
use crate::workspace::contacts::{self, NewPerson, PersonUpdate};
use crate::workspace::people::Person;

pub async fn save(workspace: &Workspace, by: Actor<'_>, id: &str, form: &PersonForm) -> Result<(), Error> {
    let app_id = workspace.app_id();
    let (mut batch, changed_by) = begin(workspace, by).await?;
    let is_new = id.is_empty();
    let saved = if is_new {
        let role = form.role.parse().map_err(|_| Error::invalid("role", "Choose lead or user."))?;
        let new = NewPerson { role, fields: stated(form, &Person::default()) };
        contacts::create(&mut batch, &changed_by, app_id, new).await
    } else {
        let before = batch.person_of_app(app_id, id).await.map_err(said)?;
        contacts::update(&mut batch, &changed_by, app_id, &before.id, stated(form, &before)).await
    };
    let (person, refused) = saved.map_err(said)?;
    whole(&refused)?;
    batch.commit().await?;
    let (event, did) = if is_new { ("person_created", "made") } else { ("person_changed", "changed") };
    audit::log(by, app_id, event, &format!("{did} the person {}", person.id));
    open(&person.id);
    Ok(())
}

/// What the form changes. A field that stands as it was stays as it is, so that a proved e-mail stays proved.
fn stated(form: &PersonForm, before: &Person) -> PersonUpdate {
    let phone = before.details.get("phone").and_then(Value::as_str);
    let mut fields = PersonUpdate {
        name: field(&form.name, before.name.as_deref()),
        email: field(&form.email, before.email.as_deref()),
        user_id: field(&form.user_id, before.user_id.as_deref()),
        ..PersonUpdate::default()
    };
    let phone = match field(&form.phone, phone) {
        FieldUpdate::Keep => return fields,
        FieldUpdate::Clear => Value::Null,
        FieldUpdate::To(phone) => phone.into(),
    };
    fields.details.insert("phone".to_owned(), phone);
    fields
}

fn field(text: &str, before: Option<&str>) -> FieldUpdate<String> {
    match text.trim() {
        same if same == before.unwrap_or_default().trim() => FieldUpdate::Keep,
        "" => FieldUpdate::Clear,
        text => FieldUpdate::To(text.to_owned()),
    }
}

pub async fn block(workspace: &Workspace, by: Actor<'_>, id: &str, blocked: bool) -> Result<(), Error> {
    let app_id = workspace.app_id();
    let (mut batch, changed_by) = begin(workspace, by).await?;
    contacts::block(&mut batch, &changed_by, app_id, id, blocked).await.map_err(said)?;
    batch.commit().await?;
    let (event, did) = match blocked {
        true => ("person_blocked", "blocked"),
        false => ("person_unblocked", "unblocked"),
    };
    audit::log(by, app_id, event, &format!("{did} the person {id}"));
    Ok(())
}

pub async fn own(workspace: &Workspace, by: Actor<'_>, id: &str, owner: &str) -> Result<(), Error> {
    let owner = match owner {
        "" => FieldUpdate::Clear,
        number => FieldUpdate::To(number.parse().map_err(|_| Error::invalid("owner", "Choose a teammate."))?),
    };
    let app_id = workspace.app_id();
    let (mut batch, changed_by) = begin(workspace, by).await?;
    let fields = PersonUpdate { owner, ..PersonUpdate::default() };
    contacts::update(&mut batch, &changed_by, app_id, id, fields).await.map_err(said)?;
    batch.commit().await?;
    audit::log(by, app_id, "person_changed", &format!("gave the person {id} an owner"));
    Ok(())
}

pub async fn archive(workspace: &Workspace, by: Actor<'_>, id: &str, archived: bool) -> Result<(), Error> {
    let app_id = workspace.app_id();
    let (mut batch, changed_by) = begin(workspace, by).await?;
    contacts::archive(&mut batch, &changed_by, app_id, id, archived).await.map_err(said)?;
    batch.commit().await?;
    let (event, did) = match archived {
        true => ("person_archived", "archived"),
        false => ("person_unarchived", "put back"),
    };
    audit::log(by, app_id, event, &format!("{did} the person {id}"));
    Ok(())
}

pub async fn delete(workspace: &Workspace, by: Actor<'_>, id: &str, typed: &str) -> Result<(), Error> {
    confirm(typed)?;
    let app_id = workspace.app_id();
    let (batch, changed_by) = begin(workspace, by).await?;
    workspace.delete_person_in(batch, &changed_by, id).await.map_err(said)?;
    audit::log(by, app_id, "person_deleted", &format!("deleted the person {id}"));
    Ok(())
}
