//! Forgets the rows of imports that can be undone no more, and drafts that nobody began.

use super::undo::UNDO_SECONDS;
use crate::batch::Store;
use crate::clock::DAY;
use crate::database::{commit, read};
use crate::error::Error;

/// Rows that one commit deletes.
const STEP: i64 = 500;

/// Forgets, in every app, the rows of ended imports, and drafts that are a day old. The counts of an import stay.
pub async fn forget_over(store: &Store) -> Result<(), Error> {
    let now = store.clock.seconds();
    let (ended, drafted) = (now - UNDO_SECONDS, now - DAY);
    let is_due = read!(&store.db, any
        "select id from csv_imports where state in ('done', 'undone') and ended_at <= $1 and cast(columns as text) <> '[]'
           or state in ('reading', 'draft') and created_at <= $2 limit 1" => ended, drafted)?;
    if !is_due {
        return Ok(());
    }
    loop {
        let gone = commit!(store.db,
            "delete from csv_import_rows where (import, number) in
               (select r.import, r.number from csv_imports i join csv_import_rows r on r.import = i.id
                where i.state in ('done', 'undone') and i.ended_at <= $1
                   or i.state in ('reading', 'draft') and i.created_at <= $2 limit $3)"
            => ended, drafted, STEP)?;
        if gone < STEP.cast_unsigned() {
            break;
        }
    }
    // A file without names of its columns has somebody's data in their place.
    commit!(store.db,
        "update csv_imports set columns = '[]', mapping = '[]'
         where state in ('done', 'undone') and ended_at <= $1 and cast(columns as text) <> '[]'" => ended)?;
    commit!(store.db,
        "delete from csv_imports where state in ('reading', 'draft') and created_at <= $1" => drafted)?;
    Ok(())
}
