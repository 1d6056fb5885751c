//! Reads the notes of an app.

use super::state::{NoteRow, NotesOfApp};
use crate::desk::names::teammate_names;
use crate::desk::people::{Named, record_note};
use crate::error::Error;
use crate::workspace::Workspace;
use crate::workspace::notes::{self, Note};
use crate::workspace::{companies, people};

/// Notes of a page.
const MOST: usize = 50;

/// A page of the app's notes, the newest first. `before` is the id of the former page's last note, or empty.
pub async fn notes_of_app(workspace: &Workspace, before: &str) -> Result<NotesOfApp, Error> {
    let (db, app_id) = (workspace.db(), workspace.app_id());
    let before = Some(before).filter(|id| !id.is_empty());
    let mut transaction = db.begin_reading().await?;
    // One more is read: it says that another page follows.
    let mut found = notes::newest(&mut transaction, app_id, before, MOST as i64 + 1).await?;
    let count = notes::count(&mut transaction, app_id).await?;
    let has_more = found.len() > MOST;
    found.truncate(MOST);
    let ids = |of: fn(&Note) -> Option<&String>| found.iter().filter_map(of).map(String::as_str);
    let companies = companies::names(&mut transaction, app_id, ids(|note| note.company_id.as_ref())).await?;
    transaction.commit().await?;
    let people = people::by_ids(db, app_id, ids(|note| note.person_id.as_ref())).await?;
    let teammates: Vec<(i64, String)> = teammate_names(workspace).await?;
    let named = |note: &Note| {
        let person = note
            .person_id
            .as_ref()
            .and_then(|id| people.get(id))
            .map(|person| (&person.id, person.display_name()));
        let company = note.company_id.as_ref().and_then(|id| Some((id, companies.get(id)?.clone())));
        person.or(company).map(|(id, name)| Named { id: id.clone(), name })
    };
    let next = found.last().filter(|_| has_more).map(|note| note.id.clone());
    let notes = found
        .into_iter()
        .filter_map(|note| Some(NoteRow { on: named(&note)?, note: record_note(note, &teammates) }))
        .collect();
    let count = if count == 1 { "1 note".to_owned() } else { format!("{count} notes") };
    Ok(NotesOfApp { count, notes, next })
}
