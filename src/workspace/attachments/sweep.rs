//! Removes files that nobody needs.

use std::collections::{BTreeSet, HashSet};
use std::io;

use super::Files;
use super::files::WrittenFile;
use super::marker::{Folder, database_id, whose};
use super::reservation::forget_old;
use super::rows::{delete_unsent, ids_after, known};
use crate::clock::DAY;
use crate::database::Db;
use crate::error::Error;

/// Age at which an unsent file is forgotten. A draft may be finished on the next day.
pub const UNSENT_FILE_SECONDS: i64 = DAY;
/// Age at which a file needs a row.
const ROWLESS_SECONDS: i64 = DAY;
/// Time that a file without a row stays in the trash.
const TRASH_SECONDS: i64 = 14 * DAY;
/// More files without a row than these, and than a tenth of all, mean that the database is another one's.
const MOST_ROWLESS: usize = 50;

/// Removes what was never sent, and what nobody needs, for as long as a server runs.
pub struct Sweep {
    db: Db,
    files: Files,
    /// Ids of rows without a file. The log names each once.
    missing: BTreeSet<String>,
}

impl Sweep {
    pub fn new(db: Db, files: Files) -> Self {
        Self { db, files, missing: BTreeSet::new() }
    }

    /// Sweeps once. Returns how many files went. `now` in Unix seconds.
    /// A server calls it hourly, first after an hour.
    /// A server that was started with the wrong database is stopped by then.
    pub async fn run(&mut self, now: i64) -> Result<u64, Error> {
        let Some(folder) = self.files.folder() else { return Ok(0) };
        forget_old(&self.db, now).await?;
        let own = database_id(&self.db).await?;
        // Another database's, or nobody's: the start has said so.
        if !matches!(whose(folder, &own).await.map_err(read_failed)?, Folder::Own) {
            return Ok(0);
        }
        let unsent = delete_unsent(&self.db, now - UNSENT_FILE_SECONDS).await?;
        for id in &unsent {
            self.files.remove(id).await;
        }
        let gone = unsent.len() as u64 + self.empty_trash(now).await? + self.throw_rowless_away(now).await?;
        self.name_missing().await?;
        Ok(gone)
    }

    /// Deletes old files from the trash.
    /// A file whose row is here again comes back, since somebody restored a newer database.
    async fn empty_trash(&self, now: i64) -> Result<u64, Error> {
        let thrown_away = self.files.thrown_away().await.map_err(read_failed)?;
        let known = self.known(&thrown_away).await?;
        let oldest = thrown_away.iter().map(|file| file.at).min().unwrap_or(now);
        // Of a day at most: a clock that jumps ahead empties no trash.
        let limit = (now - TRASH_SECONDS).min(oldest + DAY);
        let mut gone = 0;
        for WrittenFile { id, at } in thrown_away {
            if known.contains(&id) {
                self.files.bring_back(&id).await.map_err(read_failed)?;
                tracing::info!(id, "an attachment's file came back from the trash");
            } else if at < limit {
                self.files.remove_thrown_away(&id).await.map_err(read_failed)?;
                gone += 1;
            }
        }
        Ok(gone)
    }

    /// Moves files without a row to the trash: their people are gone, or a server stopped between file and row.
    async fn throw_rowless_away(&self, now: i64) -> Result<u64, Error> {
        let written = self.files.written().await.map_err(read_failed)?;
        let known = self.known(&written).await?;
        let is_rowless = |file: &&WrittenFile| file.at < now - ROWLESS_SECONDS && !known.contains(&file.id);
        let rowless: Vec<&WrittenFile> = written.iter().filter(is_rowless).collect();
        if rowless.len() > MOST_ROWLESS && rowless.len() * 10 > written.len() {
            tracing::error!(
                "{} of {} files of attachments have no row in this database: is it an older copy? None was swept",
                rowless.len(),
                written.len()
            );
            return Ok(0);
        }
        for WrittenFile { id, .. } in &rowless {
            self.files.throw_away(id, now).await.map_err(read_failed)?;
        }
        Ok(rowless.len() as u64)
    }

    async fn name_missing(&mut self) -> Result<(), Error> {
        let (mut missing, mut after) = (BTreeSet::new(), String::new());
        loop {
            let ids = ids_after(&self.db, &after).await?;
            let Some(last) = ids.last() else { break };
            after.clone_from(last);
            for id in ids {
                if !self.files.is_there(&id).await.map_err(read_failed)? {
                    missing.insert(id);
                }
            }
        }
        for id in missing.difference(&self.missing) {
            tracing::error!(id, "the file of an attachment is missing: restore it from a backup");
        }
        self.missing = missing;
        Ok(())
    }

    async fn known(&self, files: &[WrittenFile]) -> Result<HashSet<String>, Error> {
        let ids: Vec<String> = files.iter().map(|file| file.id.clone()).collect();
        Ok(known(&self.db, &ids).await?)
    }
}

fn read_failed(error: io::Error) -> Error {
    Error::internal(format!("the folder of attachments: {error}"))
}
