//! Entries, as they are read from the database.

use super::FeedEntry;
use crate::database::{Db, read};

/// Bytes that one read returns, unless one entry alone is larger.
const PAGE_BYTES: i64 = 1 << 20;

/// The person whose act an entry is. None where the entry is gone, or is nobody's.
pub async fn person_of(db: &Db, app_id: &str, number: u64) -> Result<Option<String>, sqlx::Error> {
    let person: Option<Option<String>> = read!(db, optional value
        "select person_id from events where number = $1 and app_id = $2"
        => i64::try_from(number).unwrap_or(i64::MAX), app_id)?;
    Ok(person.flatten())
}

/// Reads at most `most` entries of an app with a number above `after`, in order; fewer where they are large.
pub async fn entries_after(
    db: &Db,
    app_id: &str,
    after: u64,
    most: i64,
) -> Result<Vec<FeedEntry>, sqlx::Error> {
    read!(db, all
        "select number, app_id, at_ms, ping_id, kind from (
           select number, app_id, at_ms, ping_id, kind, bytes, sum(bytes) over (order by number) as so_far from (
             select number, app_id, at_ms, ping_id, kind, octet_length(cast(kind as text)) as bytes from events
             where number > $1 and app_id = $2 order by number limit $3) found) added
         where so_far <= $4 or so_far = bytes order by number"
        => i64::try_from(after).unwrap_or(i64::MAX), app_id, most, PAGE_BYTES)
}
