//! A person or a company, where a teammate tags both, writes notes on both and reads the timeline of both alike.

use super::forms::said;
use super::state::{RecordNote, RecordTags};
use crate::desk::guard::begin;
use crate::error::Error;
use crate::workspace::Workspace;
use crate::workspace::audit::{self, Actor};
use crate::workspace::companies;
use crate::workspace::data_attributes::AttributeOf;
use crate::workspace::ledger::ChangedBy;
use crate::workspace::notes::{self, Note, NoteOn};
use crate::workspace::people;
use crate::workspace::tags::{self, Tagged};
use crate::workspace::teammates::NAMELESS;
use crate::workspace::timeline::TimelineOf;

/// Notes that a record shows at most. The timeline has all.
const NOTES: i64 = 20;

/// A person or a company, by the workspace's id.
pub enum Subject {
    Person(String),
    Company(String),
}

impl Subject {
    /// The person or company with this id. 404 for an id that the app does not have.
    pub async fn find(workspace: &Workspace, id: &str) -> Result<Self, Error> {
        let app_id = workspace.app_id();
        let mut transaction = workspace.db().begin_reading().await?;
        let person = people::by_id(&mut transaction, app_id, id).await?;
        let company = companies::find(&mut transaction, app_id, id).await?;
        transaction.commit().await?;
        let company = company.map(|company| Self::Company(company.id));
        person.map(|person| Self::Person(person.id)).or(company).ok_or(Error::NotFound)
    }

    pub fn timeline_of(&self) -> TimelineOf<'_> {
        match self {
            Self::Person(id) => TimelineOf::Person(id),
            Self::Company(id) => TimelineOf::Company(id),
        }
    }

    pub fn tagged(&self) -> Tagged<'_> {
        match self {
            Self::Person(id) => Tagged::Person(id),
            Self::Company(id) => Tagged::Company(id),
        }
    }

    pub fn attributes_of(&self) -> AttributeOf {
        match self {
            Self::Person(_) => AttributeOf::Person,
            Self::Company(_) => AttributeOf::Company,
        }
    }

    fn note_on(&self) -> NoteOn<'_> {
        match self {
            Self::Person(id) => NoteOn::Person(id),
            Self::Company(id) => NoteOn::Company(id),
        }
    }

    /// As the audit log names it.
    pub fn in_words(&self) -> String {
        match self {
            Self::Person(id) => format!("the person {id}"),
            Self::Company(id) => format!("the company {id}"),
        }
    }

    /// The tags that it has, and the names of all others.
    pub async fn tags(&self, workspace: &Workspace) -> Result<RecordTags, Error> {
        let (db, app_id) = (workspace.db(), workspace.app_id());
        let mut transaction = db.begin_reading().await?;
        let applied = tags::of(&mut transaction, app_id, self.tagged()).await?;
        transaction.commit().await?;
        Ok(RecordTags::of(applied, tags::names(db, app_id).await?))
    }

    /// The last notes on it, the newest first.
    pub async fn notes(
        &self,
        workspace: &Workspace,
        teammates: &[(i64, String)],
    ) -> Result<Vec<RecordNote>, Error> {
        let mut transaction = workspace.db().begin_reading().await?;
        let notes =
            notes::list(&mut transaction, workspace.app_id(), self.note_on(), None, NOTES).await?.into_iter();
        transaction.commit().await?;
        Ok(notes.map(|note| record_note(note, teammates)).collect())
    }
}

/// A note as pages show it. The teammates are those of the app.
pub fn record_note(note: Note, teammates: &[(i64, String)]) -> RecordNote {
    let author = teammates.iter().find(|(number, _)| Some(*number) == note.author);
    RecordNote {
        id: note.id,
        author: author.map_or(NAMELESS, |(_, name)| name).to_owned(),
        html: note.body.html().cloned(),
        text: note.body.0.text,
        at_ms: note.created_at.saturating_mul(1_000),
    }
}

/// Gives a person or a company the tag with this name. The tag is made if there is none.
pub async fn tag(workspace: &Workspace, by: Actor<'_>, id: &str, name: &str) -> Result<(), Error> {
    let app_id = workspace.app_id();
    let subject = Subject::find(workspace, id).await?;
    let (mut batch, changed_by) = begin(workspace, by).await?;
    let tag = tags::make(&mut batch, &changed_by, app_id, name).await.map_err(said)?;
    tags::attach(&mut batch, &changed_by, app_id, &tag.id, subject.tagged()).await.map_err(said)?;
    batch.commit().await?;
    audit::log(by, app_id, "tagged", &format!("gave {} the tag {}", subject.in_words(), tag.id));
    Ok(())
}

/// Takes a tag, by its id, from a person or a company.
pub async fn untag(workspace: &Workspace, by: Actor<'_>, id: &str, tag: &str) -> Result<(), Error> {
    let app_id = workspace.app_id();
    let subject = Subject::find(workspace, id).await?;
    let (mut batch, changed_by) = begin(workspace, by).await?;
    tags::detach(&mut batch, &changed_by, app_id, tag, subject.tagged()).await.map_err(said)?;
    batch.commit().await?;
    audit::log(by, app_id, "untagged", &format!("took the tag {tag} from {}", subject.in_words()));
    Ok(())
}

/// Writes a note of the teammate, in Markdown.
pub async fn write_note(workspace: &Workspace, by: Actor<'_>, id: &str, text: &str) -> Result<(), Error> {
    let app_id = workspace.app_id();
    let subject = Subject::find(workspace, id).await?;
    let (mut batch, changed_by) = begin(workspace, by).await?;
    let author = match changed_by {
        ChangedBy::Teammate(number) => Some(number),
        _ => None,
    };
    let note = notes::write(&mut batch, &changed_by, app_id, subject.note_on(), author, text).await;
    let note = note.map_err(said)?;
    batch.commit().await?;
    let what = format!("wrote the note {} on {}", note.id, subject.in_words());
    audit::log(by, app_id, "note_written", &what);
    Ok(())
}

pub async fn delete_note(workspace: &Workspace, by: Actor<'_>, note: &str) -> Result<(), Error> {
    let app_id = workspace.app_id();
    let (mut batch, changed_by) = begin(workspace, by).await?;
    notes::delete(&mut batch, &changed_by, app_id, note).await.map_err(said)?;
    batch.commit().await?;
    audit::log(by, app_id, "note_deleted", &format!("deleted the note {note}"));
    Ok(())
}
