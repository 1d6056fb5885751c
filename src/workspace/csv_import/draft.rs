//! An import before it begins: its file is stored, its columns are mapped, and nobody is changed.

use super::actor::number_of;
use super::file::CsvFile;
use super::guess::guess;
use super::preview::preview;
use super::rows::{self, AT_ONCE, Import, ImportState, codes};
use super::stated::{Named, Problem, Reader};
use super::target::{Field, Target, attribute_name, check};
use crate::attributes::{AttributeOf, definitions};
use crate::audit::{self, Actor, changed_by};
use crate::batch::{Batch, Store};
use crate::data_attributes::{self, AttributeUpdate, NewAttribute};
use crate::database::{commit, execute};
use crate::error::Error;
use crate::ledger::{ChangedBy, LedgerKind};
use crate::random;
use crate::refusal::Refusal;

/// Characters of a file's name that are kept.
const LONGEST_NAME: usize = 100;
/// Rows of a file that one commit stores.
const STORED_AT_ONCE: usize = 500;

/// Stores a file, and guesses where its columns go. Returns the id of the import. A file that comes half is forgotten
/// with the old drafts.
pub async fn stage(
    store: &Store,
    app_id: &str,
    by: Actor<'_>,
    file_name: &str,
    file: &CsvFile,
) -> Result<String, Error> {
    let definitions = definitions(&store.db, app_id).await?;
    let targets = guess(file, &definitions);
    let reader = Reader::new(&file.columns, &targets, &definitions);
    let name: String = file_name.chars().filter(|one| !one.is_control()).take(LONGEST_NAME).collect();
    let mut batch = Batch::begin(store).await?;
    let by = changed_by(&mut batch, app_id, by).await?;
    let (id, now) = (random::id_at(batch.now_ms)?, batch.now);
    let count = i64::try_from(file.rows.len()).unwrap_or(i64::MAX);
    execute!(&mut batch.transaction,
        "insert into csv_imports (id, app_id, teammate, file_name, state, columns, mapping, row_count, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        => &id, app_id, number_of(&by), name, ImportState::Reading, sqlx::types::Json(&file.columns),
           codes(&targets), count, now)?;
    batch.commit().await?;
    for some in file.rows.chunks(STORED_AT_ONCE) {
        let named: Vec<Named> = some.iter().map(|row| reader.named(&row.cells)).collect();
        let mut transaction = store.db.begin().await?;
        rows::add(&mut transaction, &id, some, &named).await?;
        transaction.commit().await?;
    }
    commit!(store.db, "update csv_imports set state = $2 where id = $1" => &id, ImportState::Draft)?;
    Ok(id)
}

/// A draft of this app. Refuses an import that began.
async fn draft(store: &Store, app_id: &str, id: &str) -> Result<Import, Error> {
    let mut transaction = store.db.begin_reading().await?;
    let import = rows::find(&mut transaction, app_id, id).await?;
    transaction.commit().await?;
    let import = import.ok_or(Error::NotFound)?;
    if import.state == ImportState::Draft { Ok(import) } else { Err(begun()) }
}

fn begun() -> Error {
    Error::conflict("The import began already.")
}

/// Says where the columns of a draft go.
pub async fn map(store: &Store, app_id: &str, id: &str, targets: &[Target]) -> Result<(), Error> {
    let import = draft(store, app_id, id).await?;
    let definitions = definitions(&store.db, app_id).await?;
    check(&import.columns, targets, &definitions)?;
    let changed = commit!(store.db,
        "update csv_imports set mapping = $2 where id = $1 and state = $3"
        => id, codes(targets), ImportState::Draft)?;
    if changed == 0 {
        return Err(begun());
    }
    let keys = |targets: &[Target]| {
        [Field::Id, Field::UserId, Field::Email]
            .map(|field| targets.iter().position(|target| *target == Target::Field(field)))
    };
    if keys(targets) != keys(&import.targets()) {
        name_anew(store, &import, &Reader::new(&import.columns, targets, &definitions)).await?;
    }
    Ok(())
}

/// Stores anew whom the rows name, some at a time.
async fn name_anew(store: &Store, import: &Import, reader: &Reader) -> Result<(), Error> {
    let mut last = 0;
    loop {
        let most = i64::try_from(STORED_AT_ONCE).unwrap_or(i64::MAX);
        let some = rows::after(&store.db, &import.id, last, most).await?;
        let Some(end) = some.last() else { return Ok(()) };
        last = end.number;
        let named: Vec<Named> = some.iter().map(|row| reader.named(&row.cells)).collect();
        let mut transaction = store.db.begin().await?;
        rows::name_anew(&mut transaction, &import.id, &some, &named).await?;
        transaction.commit().await?;
    }
}

/// Forgets a draft.
pub async fn drop(store: &Store, app_id: &str, id: &str) -> Result<(), Error> {
    draft(store, app_id, id).await?;
    commit!(store.db, "delete from csv_imports where id = $1 and state = $2" => id, ImportState::Draft)?;
    Ok(())
}

/// Begins an import: the workspace writes its rows, some at a time, whatever happens. `left_out` is the number of rows
/// that the teammate has seen to be refused and leaves out.
pub async fn start(
    store: &Store,
    app_id: &str,
    by: Actor<'_>,
    id: &str,
    left_out: usize,
) -> Result<(), Error> {
    let import = draft(store, app_id, id).await?;
    let seen = preview(&store.db, &import).await?;
    if seen.refused.len() != left_out {
        return Err(match left_out {
            0 => Error::invalid("left_out", "Correct the file, or leave out the rows that are refused."),
            _ => Error::conflict("Other rows are refused by now. Look at the import again."),
        });
    }
    if seen.made + seen.changed == 0 {
        return Err(Error::invalid("left_out", "No row makes or changes anybody."));
    }
    leave_out(store, &import, seen.refused).await?;
    let mut batch = Batch::begin(store).await?;
    let changed_by = changed_by(&mut batch, app_id, by).await?;
    let now = rows::find(&mut batch.transaction, app_id, id).await?.ok_or(Error::NotFound)?;
    if now.state != ImportState::Draft || now.targets() != import.targets() {
        return Err(Error::conflict("Somebody has changed or begun the import meanwhile. Look at it again."));
    }
    let targets = make_attributes(&mut batch, &changed_by, &import).await?;
    execute!(&mut batch.transaction,
        "update csv_imports set state = $2, mapping = $3, teammate = $4,
           refused = (select count(*) from csv_import_rows where import = $1 and outcome = 'refused')
         where id = $1"
        => id, ImportState::Running, codes(&targets), number_of(&changed_by))?;
    let what = format!("began the import {id} of {} rows", import.row_count);
    audit::commit(batch, by, app_id, (LedgerKind::PeopleImported, id), what).await
}

/// Marks the rows that are left out, some at a time: these and no others.
async fn leave_out(store: &Store, import: &Import, refused: Vec<(i64, Problem)>) -> Result<(), Error> {
    commit!(store.db,
        "update csv_import_rows set outcome = null, problem = null where import = $1 and outcome is not null
           and exists (select 1 from csv_imports i where i.id = $1 and i.state = $2)"
        => &import.id, ImportState::Draft)?;
    for some in refused.chunks(AT_ONCE) {
        let written: Vec<rows::Written> =
            some.iter().map(|(number, problem)| rows::Written::refused(*number, problem.clone())).collect();
        let mut batch = Batch::begin(store).await?;
        let now = rows::by_id(&mut batch.transaction, &import.id).await?;
        if now.is_none_or(|now| now.state != ImportState::Draft) {
            return Err(begun());
        }
        rows::note(&mut batch.transaction, &import.id, &written).await?;
        batch.commit().await?;
    }
    Ok(())
}

/// Makes the attributes that the mapping names as new ones. Returns the targets, which name them as known ones.
async fn make_attributes(batch: &mut Batch, by: &ChangedBy, import: &Import) -> Result<Vec<Target>, Error> {
    let mut targets = import.targets();
    for (column, target) in import.columns.iter().zip(&mut targets) {
        let Target::NewAttribute(data_type) = *target else { continue };
        let name = attribute_name(column).to_owned();
        let (of, fields) = (AttributeOf::Person, AttributeUpdate::default());
        let new = NewAttribute { of, name, data_type, fields };
        let made = data_attributes::create(batch, by, &import.app_id, new).await;
        let made = made.map_err(|refusal| match refusal {
            Refusal::Internal => Error::Internal,
            Refusal::Field(_, why) => Error::invalid("columns", format!("{column}: {why}")),
            other => Error::invalid("columns", other.to_string()),
        })?;
        *target = Target::Attribute(made.name);
    }
    Ok(targets)
}
