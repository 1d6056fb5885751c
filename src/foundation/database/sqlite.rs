//! SQLite: its connections and its migrations.

use sqlx::Sqlite;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use std::fs::OpenOptions;
use std::io::{self, ErrorKind};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::str::FromStr;

use super::file::{file_of, make_folder_of};
use super::open::{OpenError, Patience, STATEMENTS, migrations, not_migrated, refused};
use super::{Db, copy};
use crate::clock::Clock;

pub(super) async fn open(url: &str, patience: Patience) -> Result<Db, OpenError> {
    let options = SqliteConnectOptions::from_str(url)
        .map_err(|e| refused(url, &e))?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        // Fewer, larger steps: pages that change often are copied into the database less often.
        .pragma("wal_autocheckpoint", "8000")
        .pragma("cache_size", "-32768")
        // Rows of an index that the planner's statistics look at: all. As it is a limit, they keep no samples of what stands there.
        // A lower one would take an app of a million people for one of as many as it looks at.
        .pragma("analysis_limit", "2147483647")
        .row_buffer_size(512)
        .statement_cache_capacity(STATEMENTS)
        .busy_timeout(patience.lock);
    if let Some(file) = file_of(&options) {
        make(file).map_err(|e| refused(url, &e))?;
    }
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .connect_with(options.clone())
        .await
        .map_err(|e| refused(url, &e))?;
    if let Some(file) = file_of(&options) {
        let mut connection = writer.acquire().await.map_err(|e| refused(url, &e))?;
        let copied = copy::before_migrations(&mut connection, file, Clock::System.seconds()).await;
        if let Some(copy) = copied.map_err(|e| refused(url, &e))? {
            tracing::warn!(
                copy = %copy.display(),
                "the database is migrated: what it was before is copied. Remove the copy when you need it no more"
            );
        }
    }
    migrations(url).run(&writer).await.map_err(|e| not_migrated(url, &e))?;
    gather_statistics(&writer).await.map_err(|e| refused(url, &e))?;
    let readers = SqlitePoolOptions::new().max_connections(4).connect_lazy_with(options.read_only(true));
    Ok(Db::Sqlite { readers, writer })
}

/// Begins a transaction that is locked from the start: one that read first and wrote later could fail as busy.
const BEGIN: &str = "begin immediate";

/// Where the disk is full, SQLite rolls a transaction back by itself. sqlx 0.9.0 counts it as open for ever, and lets
/// no other begin on its connection: that one is replaced.
pub(super) async fn begin(writer: &SqlitePool) -> Result<sqlx::Transaction<'static, Sqlite>, sqlx::Error> {
    match writer.begin_with(BEGIN).await {
        Err(sqlx::Error::InvalidSavePointStatement) => {
            tracing::warn!("a connection whose transaction SQLite rolled back is replaced");
            writer.acquire().await?.close().await?;
            writer.begin_with(BEGIN).await
        }
        begun => begun,
    }
}

/// Reads the indexes of each table that is ten times as large as it was, so that the planner knows when one helps: some seconds
/// for a million people. Source: SQLite's docs, "PRAGMA optimize" (bit 0x10000 is of all tables).
///
/// The table of samples goes: an older build kept values there, such as the e-mail of somebody who is deleted since. As it
/// goes, the other connections read anew what the planner knows.
pub(super) async fn gather_statistics(writer: &SqlitePool) -> Result<(), sqlx::Error> {
    sqlx::raw_sql("pragma optimize = 0x10002; drop table if exists sqlite_stat4").execute(writer).await?;
    Ok(())
}

pub(super) fn free_space(file: &Path) -> io::Result<u64> {
    let disk = rustix::fs::statvfs(file)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Makes file and folder if they are missing. The file is its owner's alone, whatever the umask says: it holds keys and
/// hashes of passwords. SQLite gives the files beside it the same rights.
fn make(file: &Path) -> io::Result<()> {
    make_folder_of(file)?;
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(file) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}
