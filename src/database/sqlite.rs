use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::fs::{OpenOptions, create_dir_all};
use std::io::{self, ErrorKind};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::str::FromStr;

use super::Db;
use super::open::{MIGRATIONS, OpenError, Patience, refused};

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
        .row_buffer_size(512)
        .busy_timeout(patience.lock);
    make(options.get_filename()).map_err(|e| refused(url, &e))?;
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .connect_with(options.clone())
        .await
        .map_err(|e| refused(url, &e))?;
    MIGRATIONS.run(&writer).await.map_err(|e| refused(url, &e))?;
    let readers = SqlitePoolOptions::new().max_connections(4).connect_lazy_with(options.read_only(true));
    Ok(Db::Sqlite { readers, writer })
}

/// Makes file and folder if they are missing. The file is its owner's alone, whatever the umask says: it holds keys and
/// hashes of passwords. SQLite gives the files beside it the same rights.
fn make(file: &Path) -> io::Result<()> {
    // A database in memory has a name of this kind, and no file.
    if file.as_os_str().as_encoded_bytes().starts_with(b"file:") {
        return Ok(());
    }
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        create_dir_all(folder)?;
    }
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(file) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}
