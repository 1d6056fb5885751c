//! Entries, as they are read from the database.

use sqlx::types::Json;

use super::{FeedEntry, FeedKind};
use crate::database::{Db, read};

/// Bytes that one read returns, unless one entry alone is larger.
const PAGE_BYTES: i64 = 1 << 20;

#[derive(sqlx::FromRow)]
struct EntryRow {
    number: i64,
    app_id: String,
    at_ms: i64,
    ping_id: Option<String>,
    kind: Json<FeedKind>,
}

/// Reads at most `most` entries of an app with a number above `after`, in order; fewer where they are large.
pub async fn entries_after(
    db: &Db,
    app_id: &str,
    after: u64,
    most: i64,
) -> Result<Vec<FeedEntry>, sqlx::Error> {
    let rows: Vec<EntryRow> = read!(db, all
        "select number, app_id, at_ms, ping_id, kind from (
           select number, app_id, at_ms, ping_id, kind, bytes, sum(bytes) over (order by number) as so_far from (
             select number, app_id, at_ms, ping_id, kind, octet_length(cast(kind as text)) as bytes from events
             where number > $1 and app_id = $2 and conversation is null order by number limit $3) found) added
         where so_far <= $4 or so_far = bytes order by number"
        => i64::try_from(after).unwrap_or(i64::MAX), app_id, most, PAGE_BYTES)?;
    Ok(rows
        .into_iter()
        .map(|EntryRow { number, app_id, at_ms, ping_id, kind }| FeedEntry {
            number: number.cast_unsigned(),
            at_ms,
            app_id,
            ping_id,
            kind: kind.0,
        })
        .collect())
}
