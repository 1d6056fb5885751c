//! Notes of teammates on people and companies, which neither reads. Notes in a conversation are parts of it.

use serde_json::{Value, json};
use sqlx::types::Json;

use crate::batch::Batch;
use crate::conversations::Body;
use crate::database::{Transaction, execute, fetch};
use crate::ledger::{Change, ChangedBy, LedgerKind};
use crate::random;
use crate::refusal::Refusal;
use crate::teammates;

/// What a note is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteOn<'a> {
    /// A visitor, lead or user, by their id.
    Person(&'a str),
    /// A company, by the workspace's id.
    Company(&'a str),
}

/// A note.
#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Note {
    /// The id. That of a later note is greater.
    pub id: String,
    pub person_id: Option<String>,
    /// The company's id in the workspace.
    pub company_id: Option<String>,
    /// The number of the teammate who wrote it. None where no teammate signed it, as in an import.
    pub author: Option<i64>,
    /// The text in Markdown, as a teammate's message has it: 1 to 50,000 characters.
    pub body: Json<Body>,
    /// Unix seconds.
    pub created_at: i64,
}

/// Writes a note on a person or a company of the app.
/// The author is a teammate of the app. Source: Intercom's REST API, "Create a note": `admin_id` may be left out.
pub async fn write(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    on: NoteOn<'_>,
    author: Option<i64>,
    text: &str,
) -> Result<Note, Refusal> {
    if let Some(number) = author
        && !teammates::answers(&mut batch.transaction, app_id, number).await?
    {
        return Err(Refusal::Field("author", "The app has no teammate with this number."));
    }
    let refused = Refusal::Field("body", "A note has 1 to 50,000 characters, and no NUL.");
    let body = Body::formatted(text).ok().filter(|_| !text.contains('\0')).ok_or(refused)?;
    let (person_id, company_id, kind) = match on {
        NoteOn::Person(id) => {
            batch.person_of_app(app_id, id).await?;
            (Some(id), None, LedgerKind::PersonNoteWritten)
        }
        NoteOn::Company(id) => {
            let is_theirs = fetch!(&mut batch.transaction, any
                "select id from companies where app_id = $1 and id = $2" => app_id, id)?;
            if !is_theirs {
                return Err(Refusal::NoCompany);
            }
            (None, Some(id), LedgerKind::CompanyNoteWritten)
        }
    };
    let note = Note {
        id: random::id_at(batch.now_ms)?,
        person_id: person_id.map(str::to_owned),
        company_id: company_id.map(str::to_owned),
        author,
        body: Json(body),
        created_at: batch.now,
    };
    execute!(&mut batch.transaction,
        "insert into notes (id, app_id, person_id, company_id, author, body, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)"
        => &note.id, app_id, person_id, company_id, author, &note.body, note.created_at)?;
    record(batch, by, app_id, kind, &note);
    Ok(note)
}

/// Deletes a note.
pub async fn delete(batch: &mut Batch, by: &ChangedBy, app_id: &str, id: &str) -> Result<(), Refusal> {
    let note = find(&mut batch.transaction, app_id, id).await?.ok_or(Refusal::NoNote)?;
    execute!(&mut batch.transaction, "delete from notes where id = $1" => id)?;
    let kind = match note.person_id {
        Some(_) => LedgerKind::PersonNoteDeleted,
        None => LedgerKind::CompanyNoteDeleted,
    };
    record(batch, by, app_id, kind, &note);
    Ok(())
}

fn record(batch: &mut Batch, by: &ChangedBy, app_id: &str, kind: LedgerKind, note: &Note) {
    let Note { id, person_id, company_id, .. } = note;
    let (person_id, company_id) = (person_id.clone(), company_id.clone());
    let change = Change { person_id, company_id, ..Change::new(kind, by.clone()).about(id) };
    batch.record_change(app_id, change);
}

/// A note of this app.
pub async fn find(db: &mut Transaction, app_id: &str, id: &str) -> Result<Option<Note>, sqlx::Error> {
    fetch!(db, optional "select * from notes where app_id = $1 and id = $2" => app_id, id)
}

/// The notes on a person or a company of this app, the newest first: at most `most`, and only those that were written
/// before the one with the id `before`, if it is given.
pub async fn list(
    db: &mut Transaction,
    app_id: &str,
    on: NoteOn<'_>,
    before: Option<&str>,
    most: i64,
) -> Result<Vec<Note>, sqlx::Error> {
    let (select, id) = match on {
        NoteOn::Person(id) => (
            "select * from notes where app_id = $1 and person_id = $2 and ($3 is null or id < $3) order by id desc limit $4",
            id,
        ),
        NoteOn::Company(id) => (
            "select * from notes where app_id = $1 and company_id = $2 and ($3 is null or id < $3) order by id desc limit $4",
            id,
        ),
    };
    fetch!(db, all select => app_id, id, before, most)
}

/// The notes on all people and companies of an app, the newest first: at most `most`, and only those that were written before
/// the one with the id `before`, if it is given.
pub async fn newest(
    db: &mut Transaction,
    app_id: &str,
    before: Option<&str>,
    most: i64,
) -> Result<Vec<Note>, sqlx::Error> {
    fetch!(db, all
        "select * from notes where app_id = $1 and ($2 is null or id < $2) order by id desc limit $3"
        => app_id, before, most)
}

/// Counts the notes on all people and companies of an app.
pub async fn count(db: &mut Transaction, app_id: &str) -> Result<i64, sqlx::Error> {
    fetch!(db, one value "select count(*) from notes where app_id = $1" => app_id)
}

/// All notes on a person or a company, as their export has them.
pub async fn export(db: &mut Transaction, app_id: &str, on: NoteOn<'_>) -> Result<Vec<Value>, sqlx::Error> {
    let row = |Note { id, author, body, created_at, .. }| json!({ "id": id, "author": author, "text": body.text, "created_at": created_at });
    Ok(list(db, app_id, on, None, i64::MAX).await?.into_iter().map(row).collect())
}

/// Gives the notes on a person to the person into whom they are merged.
pub async fn hand_over(db: &mut Transaction, from: &str, to: &str) -> Result<(), sqlx::Error> {
    execute!(db, "update notes set person_id = $2 where person_id = $1" => from, to)?;
    Ok(())
}
