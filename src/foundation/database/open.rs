//! The migrations, the timeouts and the errors of opening a database.

use sqlx::migrate::{MigrateError, Migrator};
use std::fmt;
use std::time::Duration;

/// The migrations of the database. They only go forward, and each has one text for both databases.
pub(super) static MIGRATIONS: Migrator = sqlx::migrate!("database/migrations");

/// The number of the last migration that this build knows.
pub(super) fn newest() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default()
}

/// How long one server may hold another up.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// A query that waits longer for a connection fails: all are in use, or the database is away. PostgreSQL alone.
    pub connection: Duration,
    /// A statement that waits longer for another's lock fails.
    pub lock: Duration,
    /// A statement that runs longer fails. PostgreSQL alone.
    pub statement: Duration,
    /// The database ends a transaction in which nothing is asked for so long. PostgreSQL alone.
    pub idle_in_transaction: Duration,
}

/// A stalled server loses its transaction before those who wait for its locks give up.
impl Default for Patience {
    fn default() -> Self {
        Self {
            connection: Duration::from_secs(10),
            lock: Duration::from_secs(10),
            statement: Duration::from_secs(30),
            idle_in_transaction: Duration::from_secs(5),
        }
    }
}

/// Why the database could not be opened; the text names `DATABASE_URL`, and never shows a password.
#[derive(Debug)]
pub struct OpenError(String);

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for OpenError {}

/// The error of a failed migration. After a rollback it says why the older build does not start.
pub(super) fn not_migrated(url: &str, error: &MigrateError) -> OpenError {
    match error {
        MigrateError::VersionMissing(version) => refused(
            url,
            &format!(
                "a newer build has migrated it (migration {version}; this build knows {}). Start the newer build, or \
                 restore a copy from before",
                newest()
            ),
        ),
        error => refused(url, error),
    }
}

pub(super) fn refused(url: &str, cause: &dyn fmt::Display) -> OpenError {
    // A URL that can be taken apart may hold a password between its first colon and an @.
    let shown =
        match url.split_once("://").and_then(|(scheme, rest)| Some((scheme, rest.rsplit_once('@')?.1))) {
            Some((scheme, place)) => format!("{scheme}://…@{place}"),
            None => url.to_owned(),
        };
    OpenError(format!("DATABASE_URL: {shown}: {cause}"))
}
