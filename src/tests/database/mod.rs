//! A fresh database for each test: SQLite, or PostgreSQL where `TEST_POSTGRES_URL` names a server (`.ci/with-postgres`, as in `make check`).

mod file;
mod migrations;
mod patience;
mod tls;

use leptos_messenger::database::Db;
use sqlx::AssertSqlSafe;
use sqlx::postgres::PgPool;
use tempfile::TempDir;

pub struct Database {
    pub url: String,
    pub folder: TempDir,
}

impl Database {
    pub async fn fresh() -> Self {
        let folder = TempDir::new().expect("a folder");
        let url = match std::env::var("TEST_POSTGRES_URL") {
            Ok(server) => on_server(&server).await,
            Err(_) => format!("sqlite:{}/test.db", folder.path().display()),
        };
        Self { url, folder }
    }

    pub async fn open(&self) -> Db {
        Db::open(&self.url).await.expect("a database")
    }
}

/// The server goes away with all its databases when the tests are over.
async fn on_server(server: &str) -> String {
    let mut bytes = [0; 12];
    getrandom::fill(&mut bytes).expect("random bytes");
    let name = format!("test_{}", bytes.map(|byte| format!("{byte:02x}")).concat());
    let pool = PgPool::connect(&format!("{server}/postgres")).await.expect("the server");
    sqlx::query(AssertSqlSafe(format!("create database {name}"))).execute(&pool).await.expect("a database");
    pool.close().await;
    format!("{server}/{name}")
}

pub async fn execute(db: &Db, statement: &str) -> u64 {
    let statement = sqlx::AssertSqlSafe(statement.to_owned());
    match db {
        Db::Sqlite { writer, .. } => {
            sqlx::query(statement).execute(writer).await.expect("a change").rows_affected()
        }
        Db::Postgres(pool) => sqlx::query(statement).execute(pool).await.expect("a change").rows_affected(),
    }
}

/// The first column of every row, as text.
pub async fn texts(db: &Db, select: &str) -> Vec<String> {
    let select = sqlx::AssertSqlSafe(format!("with t (c) as ({select}) select cast(c as text) from t"));
    match db {
        Db::Sqlite { readers, .. } => sqlx::query_scalar(select).fetch_all(readers).await.expect("rows"),
        Db::Postgres(pool) => sqlx::query_scalar(select).fetch_all(pool).await.expect("rows"),
    }
}
