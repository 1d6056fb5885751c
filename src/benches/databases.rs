//! The databases that are measured.

use leptos_messenger::database::Db;
use sqlx::AssertSqlSafe;
use sqlx::postgres::PgPool;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

pub enum Database {
    Sqlite(TempDir),
    /// The server's address, without a database. Spoken to in clear.
    Postgres(String),
    /// The same by TLS.
    PostgresOverTls(String),
}

impl Database {
    pub fn sqlite() -> Self {
        Self::Sqlite(TempDir::new().expect("a folder"))
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
            Self::PostgresOverTls(_) => "PG over TLS",
        }
    }

    /// The URL of an empty database.
    pub async fn fresh(&self) -> String {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("bench_{}", COUNT.fetch_add(1, Ordering::Relaxed));
        match self {
            Self::Sqlite(folder) => format!("sqlite:{}/{name}.db", folder.path().display()),
            Self::Postgres(server) | Self::PostgresOverTls(server) => {
                let pool = PgPool::connect(&format!("{server}/postgres")).await.expect("the server");
                sqlx::query(AssertSqlSafe(format!("create database {name}")))
                    .execute(&pool)
                    .await
                    .expect("a database");
                let mode = if matches!(self, Self::Postgres(_)) { "disable" } else { "require" };
                format!("{server}/{name}?sslmode={mode}")
            }
        }
    }
}

/// Runs statements that make rows. They may take longer than a server's own.
pub async fn execute(database_url: &str, statements: impl IntoIterator<Item = String>) {
    let db = Db::open(database_url).await.expect("the database");
    for statement in statements.into_iter().map(AssertSqlSafe) {
        match &db {
            Db::Sqlite { writer, .. } => _ = sqlx::query(statement).execute(writer).await.expect("rows"),
            Db::Postgres(pool) => {
                let mut connection = pool.acquire().await.expect("a connection");
                sqlx::query("set statement_timeout = 0").execute(&mut *connection).await.expect("a setting");
                _ = sqlx::query(statement).execute(&mut *connection).await.expect("rows");
            }
        }
    }
    db.close().await;
}
