use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use super::Db;

/// Forward only; one text for both databases.
static MIGRATIONS: Migrator = sqlx::migrate!("src/database/migrations");

/// Connections to PostgreSQL that one server keeps at most.
const CONNECTIONS: u32 = 10;

/// Why the database could not be opened; the text names `DATABASE_URL`, and never shows a password.
#[derive(Debug)]
pub struct OpenError(String);

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for OpenError {}

impl Db {
    /// Opens the database at a `sqlite:` or `postgres:` URL and migrates it forward. A SQLite file, and its folder, are
    /// made if they are missing.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        let db = Self::connect(url).await?;
        db.migrate(&MIGRATIONS).await.map_err(|cause| refused(url, &cause))?;
        Ok(db)
    }

    async fn connect(url: &str) -> Result<Self, OpenError> {
        match url.split_once(':') {
            Some(("sqlite", _)) => sqlite(url).await,
            Some(("postgres" | "postgresql", _)) => postgres(url).await,
            _ => Err(refused(url, &"only sqlite: and postgres: URLs are known")),
        }
    }

    async fn migrate(&self, migrations: &Migrator) -> Result<(), sqlx::migrate::MigrateError> {
        match self {
            Self::Sqlite { writer, .. } => migrations.run(writer).await,
            Self::Postgres(pool) => migrations.run(pool).await,
        }
    }
}

async fn sqlite(url: &str) -> Result<Db, OpenError> {
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
        .busy_timeout(Duration::from_secs(5));
    if let Some(folder) = options.get_filename().parent().filter(|f| !f.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|e| refused(url, &e))?;
    }
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .connect_with(options.clone())
        .await
        .map_err(|e| refused(url, &e))?;
    let readers = SqlitePoolOptions::new().max_connections(4).connect_lazy_with(options.read_only(true));
    Ok(Db::Sqlite { readers, writer })
}

async fn postgres(url: &str) -> Result<Db, OpenError> {
    let options = PgConnectOptions::from_str(url).map_err(|e| refused(url, &e))?;
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(Duration::from_secs(10))
        .connect_with(options)
        .await
        .map_err(|e| refused(url, &e))?;
    Ok(Db::Postgres(pool))
}

fn refused(url: &str, cause: &dyn fmt::Display) -> OpenError {
    // A URL that can be taken apart may hold a password between its first colon and an @.
    let shown =
        match url.split_once("://").and_then(|(scheme, rest)| Some((scheme, rest.rsplit_once('@')?.1))) {
            Some((scheme, place)) => format!("{scheme}://…@{place}"),
            None => url.to_owned(),
        };
    OpenError(format!("DATABASE_URL: {shown}: {cause}"))
}
