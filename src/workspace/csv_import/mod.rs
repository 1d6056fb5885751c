//! People from a CSV file: the counterpart of [`csv_export`](crate::csv_export), whose files it reads back.
//!
//! A file is read as a whole ([`CsvFile`]) and [staged](stage): its rows wait in a table. Each column goes to a
//! [`Target`], which is guessed at first. A [`preview`] decides what would become of each row (`plan`), by the rules of a
//! person whom a teammate makes, and writes nothing. [`start`] begins the import, and leaves out the rows that are
//! refused. From then on the workspace writes the rows by itself, some in one commit (`apply`), as if a teammate had made
//! and changed the people one by one. Another server goes on after a crash, and no row is written twice. A row that can no
//! longer be written is refused with its reason, and the others go on. For an hour after the end, one click takes back
//! what nobody has changed since ([`undo`]). Then the rows are forgotten, and their counts stay.
//!
//! A row may name its person's company by the id that the app gave it. The person becomes a member. A company that is not
//! there is made, and one that the row calls otherwise gets that name.
//!
//! An empty cell changes nothing, and tags and companies are added: a file takes nothing from anybody. New attributes, tags
//! and companies stay after an undo, without the values and people that they had by the import.

mod actor;
mod apply;
mod claims;
mod company;
mod difference;
mod draft;
mod file;
mod forget;
mod gathered;
mod guess;
mod known;
mod plan;
mod preview;
mod rows;
mod stated;
mod target;
mod undo;
mod undo_company;
mod undo_row;
mod whom;

pub use draft::{drop, map, stage, start};
pub use file::{CsvFile, FileRefusal, MOST_BYTES, MOST_ROWS};
pub use forget::forget_over;
pub use preview::{Preview, PreviewedRow, preview};
pub use rows::{Import, ImportState, newest, refused};
pub use stated::Problem;
pub use target::{Field, Target, attribute_name};
pub use undo::{UNDO_SECONDS, undo};

use crate::attachments::Files;
use crate::batch::Store;
use crate::database::Db;
use crate::error::Error;

/// The import of this app with this id.
pub async fn find(db: &Db, app_id: &str, id: &str) -> Result<Option<Import>, Error> {
    let mut transaction = db.begin_reading().await?;
    let import = rows::find(&mut transaction, app_id, id).await?;
    transaction.commit().await?;
    Ok(import)
}

/// The first values of each column of a file.
pub async fn first_rows(db: &Db, import: &Import, most: i64) -> Result<Vec<Vec<String>>, Error> {
    let rows = rows::after(db, &import.id, 0, most).await?;
    Ok(rows.into_iter().map(|row| row.cells).collect())
}

/// Writes and takes back, in every app, all rows that are due. An import that fails leaves the others alone, and goes on
/// with the next call.
pub async fn go_on(store: &Store, files: &Files) -> Result<(), Error> {
    let mut result = Ok(());
    for id in rows::unended(&store.db).await? {
        if let Err(error) = end(store, files, &id).await {
            tracing::error!(import = id, %error, "an import did not go on");
            result = Err(error);
        }
    }
    result
}

async fn end(store: &Store, files: &Files, id: &str) -> Result<(), Error> {
    while go_on_once(store, files, id).await? {}
    Ok(())
}

/// One commit of an import that began. Returns whether there may be more.
pub async fn go_on_once(store: &Store, files: &Files, id: &str) -> Result<bool, Error> {
    Ok(apply::apply_some(store, id).await? || undo::undo_some(store, files, id).await?)
}
