//! The migrations, the timeouts and the errors of opening a database.

use sqlx::migrate::{MigrateError, Migration, Migrator};
use sqlx::{AssertSqlSafe, SqlSafeStr};
use std::fmt;
use std::time::Duration;

static MIGRATIONS: Migrator = sqlx::migrate!("database/migrations");

/// The migrations of the database at this URL. They only go forward.
///
/// Each has one text for both databases, but for lines between `--only sqlite` or `--only postgres` and `--both`: triggers have
/// no common language.
pub fn migrations(url: &str) -> Migrator {
    let other = if url.starts_with("sqlite") { "--only postgres" } else { "--only sqlite" };
    let own = |migration: &Migration| {
        let mut is_own = true;
        let lines = migration.sql.as_str().lines().filter(|line| {
            is_own = *line != other && (is_own || line.starts_with("--only") || *line == "--both");
            is_own
        });
        let sql = AssertSqlSafe(lines.collect::<Vec<_>>().join("\n")).into_sql_str();
        Migration { sql, ..migration.clone() }
    };
    Migrator { migrations: MIGRATIONS.iter().map(own).collect(), ..Migrator::DEFAULT }
}

/// The number of the last migration that this build knows.
pub(super) fn newest() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default()
}

/// Prepared statements that a connection keeps. A write of several rows is another statement for each count of rows.
pub(super) const STATEMENTS: usize = 512;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_database_runs_the_lines_of_both_and_its_own() {
        for (url, own, others) in [
            ("sqlite:shop.db", "without rowid", "plpgsql"),
            ("postgres://shop@localhost/shop", "plpgsql", "without rowid"),
            ("postgresql://shop@localhost/shop", "plpgsql", "without rowid"),
        ] {
            let migrations = migrations(url);
            let values = migrations.iter().find(|migration| migration.version == 36).expect("migration 36");
            let text = values.sql.as_str();
            assert!(text.contains(own) && text.contains("person_values_by_date"), "{url}: {text}");
            assert!(!text.contains(others), "{url}: {text}");
        }
    }
}
