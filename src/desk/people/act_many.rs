//! Tags, archives, blocks and deletes the selected people or companies of a list.

use super::forms::{confirm, said};
use super::selected::Selected;
use super::subject::Subject;
use crate::accounts::CurrentSession;
use crate::desk::guard::begin;
use crate::error::Error;
use crate::workspace::audit::{self, Actor};
use crate::workspace::filter::fields::Model;
use crate::workspace::ledger::ChangedBy;
use crate::workspace::refusal::Refusal;
use crate::workspace::{Batch, Workspace};
use crate::workspace::{companies, contacts, tags};

/// What is done with each of the selected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ManyAct {
    /// Gives them the tag with this name, which is made if there is none.
    Tag(String),
    /// Takes the tag with this name from them.
    Untag(String),
    /// Takes them out of the team's lists, or puts them back.
    Archive(bool),
    /// Lets people write no more, or again.
    Block(bool),
    /// Deletes them for good. The teammate has typed this.
    Delete(String),
}

/// How many rows were changed, and how many could not be.
#[derive(Default)]
struct Count {
    done: usize,
    /// Rows that have as many tags as they may have.
    full: usize,
}

/// Does this with all of the selected. The answer says how many it was.
pub async fn act_many(
    workspace: Workspace,
    session: CurrentSession,
    mut selected: Selected,
    act: ManyAct,
) -> Result<String, Error> {
    match &act {
        ManyAct::Delete(typed) => confirm(typed)?,
        ManyAct::Block(_) if selected.of() == Model::Company => {
            return Err(Error::invalid("", "People are blocked, and not companies."));
        }
        _ => {}
    }
    let (of, words) = (selected.of(), words(&act));
    // In a task of its own: a teammate who leaves the page does not leave half of a list behind.
    let task = tokio::spawn(async move {
        let by = Actor::from(&session);
        let act = named(&workspace, by, act).await?;
        let mut count = Count::default();
        while let Some(subjects) = selected.next(&workspace).await? {
            act_on(&workspace, by, &subjects, &act, &mut count).await?;
        }
        let (event, tag) = in_audit(&act);
        audit::log(by, workspace.app_id(), event, &format!("changed {} rows of a list{tag}", count.done));
        Ok::<_, Error>(count)
    });
    let count = task.await.map_err(|_| Error::Internal)??;
    Ok(in_words(of, &count, words))
}

/// The act, which names its tag by the id.
async fn named(workspace: &Workspace, by: Actor<'_>, act: ManyAct) -> Result<ManyAct, Error> {
    let app_id = workspace.app_id();
    match act {
        ManyAct::Tag(name) => {
            let (mut batch, changed_by) = begin(workspace, by).await?;
            let tag = tags::make(&mut batch, &changed_by, app_id, &name).await.map_err(said)?;
            batch.commit().await?;
            Ok(ManyAct::Tag(tag.id))
        }
        ManyAct::Untag(name) => {
            let mut transaction = workspace.db().begin_reading().await?;
            let found = tags::find_by_name(&mut transaction, app_id, &name).await?;
            transaction.commit().await?;
            let none = || Error::invalid("name", "No tag of this app has this name.");
            Ok(ManyAct::Untag(found.ok_or_else(none)?.id))
        }
        act => Ok(act),
    }
}

/// Changes these in one commit. Each of those that are deleted has a commit of its own.
async fn act_on(
    workspace: &Workspace,
    by: Actor<'_>,
    subjects: &[Subject],
    act: &ManyAct,
    count: &mut Count,
) -> Result<(), Error> {
    if let ManyAct::Delete(_) = act {
        for subject in subjects {
            let (batch, changed_by) = begin(workspace, by).await?;
            count.add(delete(workspace, batch, &changed_by, subject).await)?;
        }
        return Ok(());
    }
    let (mut batch, changed_by) = begin(workspace, by).await?;
    for subject in subjects {
        count.add(act_on_one(&mut batch, &changed_by, workspace.app_id(), subject, act).await)?;
    }
    batch.commit().await?;
    Ok(())
}

impl Count {
    fn add(&mut self, changed: Result<(), Refusal>) -> Result<(), Error> {
        match changed {
            Ok(()) => self.done += 1,
            // Somebody has deleted or merged them meanwhile.
            Err(Refusal::NoPerson | Refusal::NoCompany) => {}
            Err(Refusal::Field("tag", _)) => self.full += 1,
            Err(other) => return Err(said(other)),
        }
        Ok(())
    }
}

async fn act_on_one(
    batch: &mut Batch,
    by: &ChangedBy,
    app_id: &str,
    subject: &Subject,
    act: &ManyAct,
) -> Result<(), Refusal> {
    match (act, subject) {
        (ManyAct::Tag(tag), _) => tags::attach(batch, by, app_id, tag, subject.tagged()).await,
        (ManyAct::Untag(tag), _) => tags::detach(batch, by, app_id, tag, subject.tagged()).await,
        (ManyAct::Archive(archived), Subject::Person(id)) => {
            contacts::archive(batch, by, app_id, id, *archived).await
        }
        (ManyAct::Archive(archived), Subject::Company(id)) => {
            companies::archive(batch, by, app_id, id, *archived).await.map(drop)
        }
        (ManyAct::Block(blocked), Subject::Person(id)) => {
            contacts::block(batch, by, app_id, id, *blocked).await
        }
        (ManyAct::Block(_), Subject::Company(_)) | (ManyAct::Delete(_), _) => Ok(()),
    }
}

async fn delete(
    workspace: &Workspace,
    mut batch: Batch,
    by: &ChangedBy,
    subject: &Subject,
) -> Result<(), Refusal> {
    match subject {
        Subject::Person(id) => workspace.delete_person_in(batch, by, id).await,
        Subject::Company(id) => {
            companies::delete(&mut batch, by, workspace.app_id(), id).await?;
            batch.commit().await?;
            Ok(())
        }
    }
}

/// The event of the audit log, and the tag that it names.
fn in_audit(act: &ManyAct) -> (&'static str, String) {
    match act {
        ManyAct::Tag(tag) => ("list_tagged", format!(": the tag {tag}")),
        ManyAct::Untag(tag) => ("list_untagged", format!(": the tag {tag}")),
        ManyAct::Archive(true) => ("list_archived", String::new()),
        ManyAct::Archive(false) => ("list_unarchived", String::new()),
        ManyAct::Block(true) => ("list_blocked", String::new()),
        ManyAct::Block(false) => ("list_unblocked", String::new()),
        ManyAct::Delete(_) => ("list_deleted", String::new()),
    }
}

/// What the changed rows are now.
fn words(act: &ManyAct) -> &'static str {
    match act {
        ManyAct::Tag(_) => "with the tag now",
        ManyAct::Untag(_) => "without the tag now",
        ManyAct::Archive(true) => "archived",
        ManyAct::Archive(false) => "put back",
        ManyAct::Block(true) => "blocked",
        ManyAct::Block(false) => "unblocked",
        ManyAct::Delete(_) => "deleted",
    }
}

fn in_words(of: Model, count: &Count, words: &str) -> String {
    let (one, many) = if of == Model::Company { ("company", "companies") } else { ("person", "people") };
    let full = match count.full {
        0 => String::new(),
        1 => format!(" 1 {one} has 100 tags already."),
        full => format!(" {full} {many} have 100 tags already."),
    };
    let noun = if count.done == 1 { one } else { many };
    format!("{} {noun} {words}.{full}", count.done)
}
