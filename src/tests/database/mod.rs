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
            // The tests that are ignored otherwise need it, so whoever asks for them wants no SQLite.
            Err(_)
                if std::env::args()
                    .any(|argument| ["--include-ignored", "--ignored"].contains(&&*argument)) =>
            {
                panic!("TEST_POSTGRES_URL is not set: run the PostgreSQL suite by .ci/with-postgres")
            }
            Err(_) => format!("sqlite:{}/test.db", folder.path().display()),
        };
        Self { url, folder }
    }

    pub async fn open(&self) -> Db {
        Db::open(&self.url).await.expect("a database")
    }
}

#[test]
fn the_postgresql_suite_fails_without_its_variable_instead_of_using_sqlite() {
    let suite = std::env::current_exe().unwrap();
    let test = "server::log::a_request_is_one_line_with_its_id_and_without_query_or_cookie";
    let ran = std::process::Command::new(suite)
        .args(["--include-ignored", "--exact", test])
        .env_remove("TEST_POSTGRES_URL")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stdout);
    assert!(!ran.status.success() && said.contains("TEST_POSTGRES_URL is not set"), "{said}");
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
