//! The commands for the people of an app.

use serde_json::{Map, Value};

use super::{BY, Failure, OpenedApp, begin};
use crate::workspace::Batch;
use crate::workspace::contacts::{self, FoundPerson, NewPerson, fields_of};
use crate::workspace::people::{Person, Role};
use crate::workspace::refusal::Refusal;

pub async fn make(app: &OpenedApp<'_>, json: &str) -> Result<String, Failure> {
    let mut batch = begin(app).await?;
    let fields = fields_of(object(json)?).map_err(said)?;
    let new = NewPerson { role: fields.role.unwrap_or(Role::User), fields };
    let (made, refused) = contacts::create(&mut batch, &BY, app.id, new).await.map_err(said)?;
    batch.commit().await?;
    Ok(lines(&row(&made), refused.named.iter().map(|refused| (&*refused.name, &*refused.reason))))
}

pub async fn show(app: &OpenedApp<'_>, who: &str) -> Result<String, Failure> {
    Ok(row(&find(&mut begin(app).await?, app, who).await?))
}

pub async fn change(app: &OpenedApp<'_>, who: &str, json: &str) -> Result<String, Failure> {
    let mut batch = begin(app).await?;
    let person = find(&mut batch, app, who).await?;
    let fields = fields_of(object(json)?).map_err(said)?;
    let (changed, refused) =
        contacts::update(&mut batch, &BY, app.id, &person.id, fields).await.map_err(said)?;
    batch.commit().await?;
    Ok(lines(&row(&changed), refused.named.iter().map(|refused| (&*refused.name, &*refused.reason))))
}

pub async fn merge(app: &OpenedApp<'_>, who: &str, into: &str) -> Result<String, Failure> {
    let mut batch = begin(app).await?;
    let from = find(&mut batch, app, who).await?;
    let mut into = find(&mut batch, app, into).await?;
    contacts::merge(&mut batch, &BY, app.id, from, &mut into).await.map_err(said)?;
    let row = row(&into);
    batch.save_person(app.id, into, BY);
    batch.commit().await?;
    Ok(row)
}

pub async fn archive(app: &OpenedApp<'_>, who: &str, archived: bool) -> Result<String, Failure> {
    let mut batch = begin(app).await?;
    let person = find(&mut batch, app, who).await?;
    contacts::archive(&mut batch, &BY, app.id, &person.id, archived).await.map_err(said)?;
    batch.commit().await?;
    Ok(format!("{} is {} from now on", person.id, if archived { "archived" } else { "not archived" }))
}

pub async fn block(app: &OpenedApp<'_>, who: &str, blocked: bool) -> Result<String, Failure> {
    let mut batch = begin(app).await?;
    let person = find(&mut batch, app, who).await?;
    contacts::block(&mut batch, &BY, app.id, &person.id, blocked).await.map_err(said)?;
    batch.commit().await?;
    Ok(format!("{} is {} from now on", person.id, if blocked { "blocked" } else { "not blocked" }))
}

/// Says all that is known of a person, as JSON.
pub async fn export(app: &OpenedApp<'_>, who: &str) -> Result<String, Failure> {
    let mut batch = begin(app).await?;
    let person = find(&mut batch, app, who).await?;
    let now = batch.now;
    let export = contacts::export(&mut batch.transaction, app.id, &person.id, now).await.map_err(said)?;
    Ok(serde_json::to_string_pretty(&export)?)
}

pub async fn delete(app: &OpenedApp<'_>, who: &str) -> Result<String, Failure> {
    let mut batch = begin(app).await?;
    let person = find(&mut batch, app, who).await?;
    let files = contacts::delete(&mut batch, &BY, app.id, &person.id).await.map_err(said)?;
    batch.commit().await?;
    for file in &files {
        app.config.files().remove(file).await;
    }
    Ok(format!("{} is deleted, with {} files", person.id, files.len()))
}

/// The person whose id, user_id or e-mail this is, surest first.
pub async fn find(batch: &mut Batch, app: &OpenedApp<'_>, who: &str) -> Result<Person, Failure> {
    match contacts::find_any(&mut batch.transaction, app.id, who).await? {
        FoundPerson::One(person) | FoundPerson::Merged(person) => {
            Ok(batch.person_of_app(app.id, &person.id).await.map_err(said)?)
        }
        FoundPerson::Several(ids) => {
            Err(format!("several people have {}: {}", who.escape_debug(), ids.join(", ")).into())
        }
        FoundPerson::Nobody => {
            Err(format!("{} has nobody whose id, user_id or e-mail is {}", app.name, who.escape_debug())
                .into())
        }
    }
}

/// A refusal in words for a person.
pub fn said(refusal: Refusal) -> String {
    refusal.to_string()
}

pub fn object(json: &str) -> Result<Map<String, Value>, Failure> {
    serde_json::from_str(json).map_err(|error| format!("the fields are no JSON object: {error}").into())
}

/// A row, and a line for each value that was refused.
pub fn lines<'a>(row: &str, refused: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    refused.fold(row.to_owned(), |lines, (name, reason)| format!("{lines}\nrefused {name}: {reason}"))
}

/// Id, role, name, user_id and e-mail of a person, in columns.
fn row(person: &Person) -> String {
    let text = |field: &Option<String>| field.clone().unwrap_or_else(|| "-".to_owned());
    [
        person.id.clone(),
        person.role.as_str().to_owned(),
        person.display_name(),
        text(&person.user_id),
        text(&person.email),
    ]
    .join("\t")
}
