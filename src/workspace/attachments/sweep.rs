use super::Files;
use super::rows::{delete_unsent, known};
use crate::database::Db;
use crate::error::Error;

/// What is not sent is kept so long: a draft may be finished tomorrow.
const KEPT_SECONDS: i64 = 24 * 60 * 60;
/// Files that are looked for at a time.
const STEP: usize = 500;

/// Forgets what was never sent, and files that no row names: their people are gone, or a server stopped between file and row.
/// Returns how many files went. `now` in Unix seconds.
pub async fn forget_unsent(db: &Db, files: &Files, now: i64) -> Result<u64, Error> {
    let before = now - KEPT_SECONDS;
    delete_unsent(db, before).await?;
    let old = files.written_before(before).await.map_err(|error| Error::internal(error.to_string()))?;
    let mut gone = 0;
    for ids in old.chunks(STEP) {
        let known = known(db, ids).await?;
        for id in ids.iter().filter(|id| !known.contains(id)) {
            files.remove(id).await;
            gone += 1;
        }
    }
    Ok(gone)
}
