//! Tags the selected people or companies of a list.

use super::forms::said;
use super::selected::Selected;
use crate::accounts::CurrentSession;
use crate::desk::guard::begin;
use crate::error::Error;
use crate::workspace::Workspace;
use crate::workspace::audit::{self, Actor};
use crate::workspace::filter::fields::Model;
use crate::workspace::refusal::Refusal;
use crate::workspace::tags;

/// How many rows were changed, and how many could not be.
#[derive(Default)]
struct Count {
    done: usize,
    /// Rows that have as many tags as they may have.
    full: usize,
}

/// Gives the selected the tag with this name, or takes it from them. The answer says how many it was.
pub async fn tag_many(
    workspace: Workspace,
    session: CurrentSession,
    mut selected: Selected,
    name: String,
    removes: bool,
) -> Result<String, Error> {
    let of = selected.of();
    // In a task of its own: a teammate who leaves the page does not leave half of a list behind.
    let task = tokio::spawn(async move {
        let by = Actor::from(&session);
        let tag = tag_of(&workspace, by, &name, removes).await?;
        let mut count = Count::default();
        while count_next(&workspace, by, &mut selected, &tag, removes, &mut count).await? {}
        let (event, did) =
            if removes { ("untagged", "took the tag from") } else { ("tagged", "gave the tag to") };
        let what = format!("{did} {} rows of a list: {tag}", count.done);
        audit::log(by, workspace.app_id(), event, &what);
        Ok::<_, Error>(count)
    });
    let count = task.await.map_err(|_| Error::Internal)??;
    Ok(in_words(of, &count, removes))
}

/// The id of the tag. One that is given is made if there is none.
async fn tag_of(workspace: &Workspace, by: Actor<'_>, name: &str, removes: bool) -> Result<String, Error> {
    let (mut batch, changed_by) = begin(workspace, by).await?;
    let app_id = workspace.app_id();
    let tag = match removes {
        false => tags::make(&mut batch, &changed_by, app_id, name).await.map_err(said)?,
        true => {
            let found = tags::find_by_name(&mut batch.transaction, app_id, name.trim()).await?;
            found.ok_or_else(|| Error::invalid("name", "No tag of this app has this name."))?
        }
    };
    batch.commit().await?;
    Ok(tag.id)
}

/// Changes the next rows in one commit. False after the last ones.
async fn count_next(
    workspace: &Workspace,
    by: Actor<'_>,
    selected: &mut Selected,
    tag: &str,
    removes: bool,
    count: &mut Count,
) -> Result<bool, Error> {
    let Some(subjects) = selected.next(workspace).await? else { return Ok(false) };
    let (mut batch, changed_by) = begin(workspace, by).await?;
    let app_id = workspace.app_id();
    for subject in &subjects {
        let changed = match removes {
            true => tags::detach(&mut batch, &changed_by, app_id, tag, subject.tagged()).await,
            false => tags::attach(&mut batch, &changed_by, app_id, tag, subject.tagged()).await,
        };
        match changed {
            Ok(()) => count.done += 1,
            // Somebody has deleted or merged them meanwhile.
            Err(Refusal::NoPerson | Refusal::NoCompany) => {}
            Err(Refusal::Field("tag", _)) => count.full += 1,
            Err(other) => return Err(said(other)),
        }
    }
    batch.commit().await?;
    Ok(true)
}

fn in_words(of: Model, count: &Count, removes: bool) -> String {
    let (one, many) = if of == Model::Company { ("company", "companies") } else { ("person", "people") };
    let full = match count.full {
        0 => String::new(),
        1 => format!(" 1 {one} has 100 tags already."),
        full => format!(" {full} {many} have 100 tags already."),
    };
    let what = if removes { "without the tag now" } else { "with the tag now" };
    let noun = if count.done == 1 { one } else { many };
    format!("{} {noun} {what}.{full}", count.done)
}
