//! Reads, begins and undoes imports as a teammate asks for it.

use std::collections::HashMap;

use super::state::{
    ImportColumn, ImportCounts, ImportDraft, ImportPhase, ImportView, ListedImport, PreviewRow, RefusedRow,
};
use crate::desk::names::teammate_names;
use crate::error::Error;
use crate::workspace::Workspace;
use crate::workspace::audit::{self, Actor};
use crate::workspace::csv_import::{
    self, Field, Import, ImportState, Preview, PreviewedRow, Problem, Target, UNDO_SECONDS,
};
use crate::workspace::data_attributes::{AttributeOf, AttributeType, definitions};

/// Imports that are listed.
const LISTED: i64 = 20;
/// Refused rows that are listed. More are counted.
const MOST_REFUSED: usize = 100;
/// Rows whose values are shown beside the names of the columns.
const SAMPLES: i64 = 3;
/// Characters of a value that are shown.
const SHOWN: usize = 60;
/// Choices that all columns of a page offer together: a file of hundreds of columns offers no attributes but the guessed
/// ones.
const MOST_CHOICES: usize = 5_000;

pub async fn list(workspace: &Workspace) -> Result<Vec<ListedImport>, Error> {
    let names: HashMap<i64, String> = teammate_names(workspace).await?;
    let imports = csv_import::newest(workspace.db(), workspace.app_id(), LISTED).await?;
    let listed = |import: Import| ListedImport {
        teammate: import.teammate.and_then(|number| names.get(&number).cloned()).unwrap_or_default(),
        phase: phase(import.state),
        at_ms: import.created_at * 1_000,
        rows: import.row_count,
        id: import.id,
        file_name: import.file_name,
    };
    Ok(imports.into_iter().map(listed).collect())
}

fn phase(state: ImportState) -> ImportPhase {
    match state {
        ImportState::Reading | ImportState::Draft => ImportPhase::Draft,
        ImportState::Running => ImportPhase::Running,
        ImportState::Done => ImportPhase::Done,
        ImportState::Undoing => ImportPhase::Undoing,
        ImportState::Undone => ImportPhase::Undone,
    }
}

pub async fn view(workspace: &Workspace, id: &str) -> Result<ImportView, Error> {
    let (db, app_id) = (workspace.db(), workspace.app_id());
    let import = csv_import::find(db, app_id, id).await?.ok_or(Error::NotFound)?;
    let Import { row_count: rows, made, changed, unchanged, refused, undone, .. } = import;
    let mut view = ImportView {
        id: import.id.clone(),
        file_name: import.file_name.clone(),
        phase: phase(import.state),
        counts: ImportCounts { rows, made, changed, unchanged, refused, undone },
        draft: None,
        refused: Vec::new(),
        undo_until_ms: None,
    };
    let until = import.ended_at.map(|ended| ended + UNDO_SECONDS);
    let is_undoable = import.state == ImportState::Done;
    view.undo_until_ms =
        until.filter(|until| is_undoable && *until > workspace.clock().seconds()).map(|until| until * 1_000);
    if import.state != ImportState::Draft {
        let most = i64::try_from(MOST_REFUSED).unwrap_or(i64::MAX);
        view.refused = refused_rows(csv_import::refused(db, &import.id, most).await?);
        return Ok(view);
    }
    let mut draft = columns_of(workspace, &import).await?;
    match csv_import::preview(db, &import).await {
        Ok(Preview { made, changed, unchanged, refused, first }) => {
            let count = i64::try_from(refused.len()).unwrap_or(i64::MAX);
            view.counts = ImportCounts { made, changed, unchanged, refused: count, ..view.counts };
            view.refused = refused_rows(refused);
            draft.first = first.into_iter().map(preview_row).collect();
        }
        Err(Error::Invalid { message, .. }) => draft.problem = Some(message),
        Err(error) => return Err(error),
    }
    view.draft = Some(draft);
    Ok(view)
}

fn refused_rows(rows: Vec<(i64, Problem)>) -> Vec<RefusedRow> {
    let row = |(number, Problem { column, reason })| RefusedRow { number, column, reason };
    rows.into_iter().take(MOST_REFUSED).map(row).collect()
}

fn preview_row(PreviewedRow { number, person, said }: PreviewedRow) -> PreviewRow {
    let said = said.into_iter().map(|(column, value)| (column, shortened(&value))).collect();
    PreviewRow { number, person: person.unwrap_or_else(|| "New person".to_owned()), said }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

async fn columns_of(workspace: &Workspace, import: &Import) -> Result<ImportDraft, Error> {
    let rows = csv_import::first_rows(workspace.db(), import, SAMPLES).await?;
    let sample = |at: usize| {
        let values = rows.iter().filter_map(|cells| cells.get(at)).filter(|cell| !cell.trim().is_empty());
        values.map(|value| shortened(value)).collect::<Vec<_>>().join(" · ")
    };
    let columns: Vec<ImportColumn> = import
        .columns
        .iter()
        .zip(import.targets())
        .enumerate()
        .map(|(at, (name, target))| ImportColumn {
            name: if name.is_empty() { format!("Column {}", at + 1) } else { name.clone() },
            target: target.code(),
            sample: sample(at),
        })
        .collect();
    let definitions = definitions(workspace.db(), workspace.app_id()).await?;
    let mut attributes: Vec<String> = definitions
        .into_iter()
        .filter(|one| one.of == AttributeOf::Person && one.archived_at.is_none())
        .map(|one| one.name)
        .collect();
    if columns.len() * attributes.len() > MOST_CHOICES {
        attributes.retain(|name| {
            let code = Target::Attribute(name.clone()).code();
            columns.iter().any(|column| column.target == code)
        });
        attributes.truncate(MOST_CHOICES / columns.len().max(1));
    }
    let fields = [Target::LeaveOut].into_iter().chain(Field::ALL.map(Target::Field));
    let new =
        AttributeType::ALL.into_iter().filter(|one| *one != AttributeType::List).map(Target::NewAttribute);
    let targets = fields.chain(attributes.into_iter().map(Target::Attribute)).chain(new);
    let targets = targets.map(|target| (target.code(), words(&target))).collect();
    Ok(ImportDraft { columns, targets, problem: None, first: Vec::new() })
}

fn words(target: &Target) -> String {
    let words = match target {
        Target::LeaveOut => "Leave out",
        Target::Field(Field::Id) => "Id in this workspace",
        Target::Field(Field::UserId) => "User id",
        Target::Field(Field::Email) => "E-mail",
        Target::Field(Field::Name) => "Name",
        Target::Field(Field::Phone) => "Phone",
        Target::Field(Field::Role) => "Role: user or lead",
        Target::Field(Field::Owner) => "Owner: the teammate's number",
        Target::Field(Field::Tags) => "Tags to add, with commas between",
        Target::Field(Field::SignedUpAt) => "Signed up at",
        Target::Field(Field::CompanyId) => "Company to join: its company_id",
        Target::Field(Field::CompanyName) => "Company to join: its name",
        Target::Attribute(name) => return format!("Attribute {name}"),
        Target::NewAttribute(AttributeType::Number) => "New attribute: numbers",
        Target::NewAttribute(AttributeType::Boolean) => "New attribute: true or false",
        Target::NewAttribute(AttributeType::Date) => "New attribute: dates",
        Target::NewAttribute(AttributeType::String | AttributeType::List) => "New attribute: texts",
    };
    words.to_owned()
}

pub async fn map(workspace: &Workspace, id: &str, columns: &[String]) -> Result<(), Error> {
    let unknown = || Error::invalid("columns", "Choose where each column goes.");
    let targets: Option<Vec<Target>> = columns.iter().map(|code| Target::of_code(code)).collect();
    csv_import::map(workspace.store(), workspace.app_id(), id, &targets.ok_or_else(unknown)?).await
}

pub async fn start(workspace: &Workspace, by: Actor<'_>, id: &str, left_out: usize) -> Result<(), Error> {
    csv_import::start(workspace.store(), workspace.app_id(), by, id, left_out).await?;
    workspace.go_on_importing();
    Ok(())
}

pub async fn undo(workspace: &Workspace, by: Actor<'_>, id: &str) -> Result<(), Error> {
    csv_import::undo(workspace.store(), workspace.app_id(), by, id).await?;
    workspace.go_on_importing();
    Ok(())
}

pub async fn forget(workspace: &Workspace, by: Actor<'_>, id: &str) -> Result<(), Error> {
    csv_import::drop(workspace.store(), workspace.app_id(), id).await?;
    let what = format!("threw away the file of the import {id}");
    audit::log(by, workspace.app_id(), "people_import_dropped", &what);
    leptos_axum::redirect("/workspace/people/import");
    Ok(())
}
