//! The database behind every room. Each aggregate keeps its SQL in its own room; here is only how to reach it.
//!
//! SQLite allows one writer at a time, so writes have a pool of one and queue there instead of failing as busy;
//! readers never wait for it (write-ahead log).

use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

#[derive(Clone)]
pub struct Db {
    readers: SqlitePool,
    writer: SqlitePool,
}

/// Why the database could not be opened; the text names `DATABASE_URL`.
#[derive(Debug)]
pub struct OpenError(String);

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for OpenError {}

impl Db {
    /// Opens the database at a `sqlite:` URL, makes file and folder if they are missing, and migrates it forward.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        let refused = |cause: &dyn fmt::Display| OpenError(format!("DATABASE_URL: {url}: {cause}"));
        if !url.starts_with("sqlite:") {
            return Err(refused(&"only sqlite: URLs are known"));
        }
        let options = SqliteConnectOptions::from_str(url)
            .map_err(|e| refused(&e))?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5));
        if let Some(folder) = options.get_filename().parent().filter(|f| !f.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|e| refused(&e))?;
        }
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .connect_with(options.clone())
            .await
            .map_err(|e| refused(&e))?;
        sqlx::migrate!("src/database/migrations").run(&writer).await.map_err(|e| refused(&e))?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .connect_with(options.read_only(true))
            .await
            .map_err(|e| refused(&e))?;
        Ok(Self { readers, writer })
    }

    /// For queries that change nothing.
    pub fn read(&self) -> &SqlitePool {
        &self.readers
    }

    /// For everything that changes a row, transactions included.
    pub fn write(&self) -> &SqlitePool {
        &self.writer
    }

    /// Waits for what is running and closes all connections.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}
