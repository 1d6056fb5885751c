//! The rows of imports, and of the files' rows.

use sqlx::QueryBuilder;
use sqlx::types::Json;
use std::collections::HashMap;

use super::file::FileRow;
use super::stated::{Named, Problem};
use super::target::{Target, check};
use super::undo_row::UndoRow;
use crate::attributes::Definition;
use crate::batch::Store;
use crate::database::{Db, Transaction, execute, fetch, push_list, read};
use crate::error::Error;

/// Rows that one commit writes. A ping waits for no longer commit than that.
pub const AT_ONCE: usize = 100;

foundation::text_enum! {
    #[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
    #[sqlx(type_name = "text", rename_all = "lowercase")]
    pub enum ImportState {
        /// Its rows are not all stored yet. Nobody sees it.
        Reading = "reading",
        /// Nothing is written to people yet.
        Draft = "draft",
        Running = "running",
        Done = "done",
        Undoing = "undoing",
        Undone = "undone",
    }
}

foundation::text_enum! {
    /// What became of a row.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
    #[sqlx(type_name = "text", rename_all = "lowercase")]
    pub enum Outcome {
        Made = "made",
        Changed = "changed",
        Unchanged = "unchanged",
        Refused = "refused",
        Undone = "undone",
        /// Its undo left the person, or a part of what the row changed, as it is.
        Kept = "kept",
    }
}

/// An import of people. Times are Unix seconds.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Import {
    pub id: String,
    pub app_id: String,
    /// The number of the teammate who began it.
    pub teammate: Option<i64>,
    pub undone_by: Option<i64>,
    pub file_name: String,
    pub state: ImportState,
    /// The names of the columns. Empty once the rows are forgotten.
    pub columns: Json<Vec<String>>,
    mapping: Json<Vec<String>>,
    pub row_count: i64,
    pub made: i64,
    pub changed: i64,
    pub unchanged: i64,
    pub refused: i64,
    /// Rows that an undo took back as a whole.
    pub undone: i64,
    pub created_at: i64,
    /// Time when the last row was written.
    pub ended_at: Option<i64>,
}

impl Import {
    /// Where the columns go. A code of another version leaves its column out.
    pub fn targets(&self) -> Vec<Target> {
        let target = |code: &String| Target::of_code(code).unwrap_or(Target::LeaveOut);
        self.mapping.iter().map(target).collect()
    }

    /// The same. Refuses targets of which no row could be read.
    pub fn checked_targets(&self, definitions: &[Definition]) -> Result<Vec<Target>, Error> {
        let targets = self.targets();
        check(&self.columns, &targets, definitions)?;
        Ok(targets)
    }
}

pub fn codes(targets: &[Target]) -> Json<Vec<String>> {
    Json(targets.iter().map(Target::code).collect())
}

/// An import of this app that is to be seen.
pub async fn find(db: &mut Transaction, app_id: &str, id: &str) -> Result<Option<Import>, Error> {
    Ok(fetch!(db, optional
        "select * from csv_imports where app_id = $1 and id = $2 and state <> 'reading'" => app_id, id)?)
}

/// The newest imports of an app.
pub async fn newest(db: &Db, app_id: &str, most: i64) -> Result<Vec<Import>, Error> {
    Ok(read!(db, all
        "select * from csv_imports where app_id = $1 and state <> 'reading'
         order by created_at desc, id desc limit $2" => app_id, most)?)
}

/// The ids of the imports of all apps that are to go on, the oldest first.
pub async fn unended(db: &Db) -> Result<Vec<String>, Error> {
    Ok(read!(db, all values
        "select id from csv_imports where state in ('running', 'undoing') order by created_at, id")?)
}

/// An import in whatever app.
pub async fn by_id(db: &mut Transaction, id: &str) -> Result<Option<Import>, Error> {
    Ok(fetch!(db, optional "select * from csv_imports where id = $1" => id)?)
}

/// The import with this id, if it is in this state.
pub async fn read(store: &Store, id: &str, state: ImportState) -> Result<Option<Import>, Error> {
    let mut transaction = store.db.begin_reading().await?;
    let import = by_id(&mut transaction, id).await?;
    transaction.commit().await?;
    Ok(import.filter(|import| import.state == state))
}

/// Stores rows of a file, each with those whom it names.
pub async fn add(db: &mut Transaction, import: &str, rows: &[FileRow], named: &[Named]) -> Result<(), Error> {
    execute!(db, |db| async move {
        let mut insert = QueryBuilder::new(
            "insert into csv_import_rows (import, number, cells, named_id, named_user_id, named_email) ",
        );
        insert.push_values(rows.iter().zip(named), |mut values, (row, named)| {
            values
                .push_bind(import)
                .push_bind(row.number)
                .push_bind(Json(&row.cells))
                .push_bind(&named.id)
                .push_bind(&named.user_id)
                .push_bind(&named.email);
        });
        insert.build().execute(db).await
    })?;
    Ok(())
}

/// Rows of the file after this number, at most so many.
pub async fn after(db: &Db, import: &str, number: i64, most: i64) -> Result<Vec<FileRow>, Error> {
    let rows: Vec<(i64, Json<Vec<String>>)> = read!(db, all
        "select number, cells from csv_import_rows where import = $1 and number > $2 order by number limit $3"
        => import, number, most)?;
    Ok(rows.into_iter().map(file_row).collect())
}

/// The first rows that are not written yet.
pub async fn unwritten(db: &mut Transaction, import: &str, most: i64) -> Result<Vec<FileRow>, Error> {
    let rows: Vec<(i64, Json<Vec<String>>)> = fetch!(db, all
        "select number, cells from csv_import_rows where import = $1 and outcome is null order by number limit $2"
        => import, most)?;
    Ok(rows.into_iter().map(file_row).collect())
}

fn file_row((number, Json(cells)): (i64, Json<Vec<String>>)) -> FileRow {
    FileRow { number, cells }
}

/// Stores anew whom the rows name.
pub async fn name_anew(
    db: &mut Transaction,
    import: &str,
    rows: &[FileRow],
    named: &[Named],
) -> Result<(), Error> {
    execute!(db, |db| async move {
        let mut update = QueryBuilder::new(
            "update csv_import_rows set named_id = v.column2, named_user_id = v.column3, named_email = v.column4 from (",
        );
        update.push_values(rows.iter().zip(named), |mut values, (row, named)| {
            values
                .push_bind(row.number)
                .push_bind(&named.id)
                .push_bind(&named.user_id)
                .push_bind(&named.email);
        });
        update.push(") as v where csv_import_rows.number = v.column1 and csv_import_rows.import = ");
        update.push_bind(import).build().execute(db).await
    })?;
    Ok(())
}

/// What became of a row.
pub struct Written {
    pub number: i64,
    pub outcome: Outcome,
    pub problem: Option<Problem>,
    /// The person whom the row made or changed, or whom it found as it says.
    pub person_id: Option<String>,
    pub undo: Option<UndoRow>,
}

impl Written {
    pub fn refused(number: i64, problem: Problem) -> Self {
        let (person_id, undo) = (None, None);
        Self { number, outcome: Outcome::Refused, problem: Some(problem), person_id, undo }
    }
}

/// Stores what became of rows.
pub async fn note(db: &mut Transaction, import: &str, written: &[Written]) -> Result<(), Error> {
    if written.is_empty() {
        return Ok(());
    }
    execute!(db, |db| async move {
        let mut update = QueryBuilder::new(
            "update csv_import_rows set outcome = v.column2, problem = v.column3, person_id = v.column4, undo = v.column5 from (",
        );
        update.push_values(written, |mut values, row| {
            values
                .push_bind(row.number)
                .push_bind(row.outcome)
                .push_bind(row.problem.as_ref().map(Json))
                .push_bind(&row.person_id)
                .push_bind(row.undo.as_ref().map(Json));
        });
        update.push(") as v where csv_import_rows.number = v.column1 and csv_import_rows.import = ");
        update.push_bind(import).build().execute(db).await
    })?;
    Ok(())
}

/// The rows of this import, by number, that are of one of these people.
pub async fn of_people(
    db: &mut Transaction,
    import: &str,
    ids: impl Iterator<Item = &String>,
) -> Result<HashMap<String, i64>, Error> {
    let ids: Vec<&String> = ids.collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(String, i64)> = fetch!(db, |db| async move {
        let mut select = QueryBuilder::new("select person_id, number from csv_import_rows where import = ");
        select.push_bind(import).push(" and person_id in ");
        push_list(&mut select, ids).build_query_as().fetch_all(db).await
    })?;
    Ok(rows.into_iter().collect())
}

/// The rows that are still to be undone, the last ones first.
pub async fn undoable(
    db: &mut Transaction,
    import: &str,
    most: i64,
) -> Result<Vec<(i64, Outcome, String, UndoRow)>, Error> {
    let rows: Vec<(i64, Outcome, String, Json<UndoRow>)> = fetch!(db, all
        "select number, outcome, person_id, undo from csv_import_rows
         where import = $1 and outcome in ('made', 'changed') and person_id is not null
         order by number desc limit $2" => import, most)?;
    let row = |(number, outcome, person, undo): (i64, Outcome, String, Json<UndoRow>)| {
        (number, outcome, person, undo.0)
    };
    Ok(rows.into_iter().map(row).collect())
}

/// Notes what the undo made of rows whose person is still there.
pub async fn note_undone(db: &mut Transaction, import: &str, rows: &[(i64, Outcome)]) -> Result<(), Error> {
    for outcome in [Outcome::Undone, Outcome::Kept] {
        let numbers: Vec<i64> =
            rows.iter().filter(|(_, now)| *now == outcome).map(|(number, _)| *number).collect();
        if numbers.is_empty() {
            continue;
        }
        execute!(&mut *db, |db| async move {
            let mut update = QueryBuilder::new("update csv_import_rows set outcome = ");
            update.push_bind(outcome).push(" where import = ").push_bind(import).push(" and number in ");
            push_list(&mut update, numbers).build().execute(db).await
        })?;
    }
    Ok(())
}

/// The first refused rows: number, column and reason.
pub async fn refused(db: &Db, import: &str, most: i64) -> Result<Vec<(i64, Problem)>, Error> {
    let rows: Vec<(i64, Json<Problem>)> = read!(db, all
        "select number, problem from csv_import_rows
         where import = $1 and outcome = 'refused' and problem is not null order by number limit $2"
        => import, most)?;
    Ok(rows.into_iter().map(|(number, problem)| (number, problem.0)).collect())
}
