//! A fresh database for each test: SQLite, or PostgreSQL where `TEST_POSTGRES_URL` names a server (`.ci/with-postgres`, as in `make check`).

mod file;
mod migrations;
mod patience;
mod tls;

use leptos_messenger::database::Db;
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use tempfile::TempDir;
use tokio::sync::OnceCell;

pub struct Database {
    pub url: String,
    pub folder: TempDir,
}

impl Database {
    pub async fn fresh() -> Self {
        let folder = TempDir::new().expect("a folder");
        let url = match std::env::var("TEST_POSTGRES_URL") {
            Ok(server) => on_server(&server, folder.path()).await,
            // The tests that are ignored otherwise need it, so whoever asks for them wants no SQLite.
            Err(_)
                if std::env::args()
                    .any(|argument| ["--include-ignored", "--ignored"].contains(&&*argument)) =>
            {
                panic!("TEST_POSTGRES_URL is not set: run the PostgreSQL suite by .ci/with-postgres")
            }
            Err(_) => in_file(folder.path()).await,
        };
        Self { url, folder }
    }

    /// Without a table.
    pub async fn empty() -> Self {
        let mut database = Self::fresh().await;
        database.url = match std::env::var("TEST_POSTGRES_URL") {
            Ok(server) => {
                let name = new_name();
                let mut connection =
                    PgConnection::connect(&format!("{server}/postgres")).await.expect("the server");
                run(&mut connection, &format!("create database {name}")).await;
                format!("{server}/{name}")
            }
            Err(_) => format!("sqlite:{}/empty.db", database.folder.path().display()),
        };
        database
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

/// Copied from one that is migrated once.
async fn in_file(folder: &Path) -> String {
    static TEMPLATE: OnceCell<Vec<u8>> = OnceCell::const_new();

    let template = TEMPLATE.get_or_init(async || {
        let folder = TempDir::new().expect("a folder");
        let file = folder.path().join("template.db");
        Db::open(&format!("sqlite:{}", file.display())).await.expect("a database").close().await;
        fs::read(file).expect("all of it: closing it has left nothing in the log beside it")
    });
    let file = folder.join("test.db");
    fs::write(&file, template.await).expect("a copy");
    format!("sqlite:{}", file.display())
}

/// Copied from one that is migrated once. A database whose test has ended, and its folder with it, is dropped by a later one.
async fn on_server(server: &str, folder: &Path) -> String {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    static IN_USE: Mutex<Vec<(PathBuf, String)>> = Mutex::new(Vec::new());

    let mut connection = PgConnection::connect(&format!("{server}/postgres")).await.expect("the server");
    let template = TEMPLATE.get_or_init(async || {
        let name = new_name();
        run(
            &mut PgConnection::connect(&format!("{server}/postgres")).await.expect("the server"),
            &format!("create database {name}"),
        )
        .await;
        Db::open(&format!("{server}/{name}")).await.expect("a database").close().await;
        name
    });
    let (template, name) = (template.await, new_name());
    run(&mut connection, &format!("create database {name} template {template}")).await;
    let left: Vec<_> = {
        let mut in_use = IN_USE.lock().expect("the list");
        in_use.push((folder.to_owned(), name.clone()));
        in_use.extract_if(.., |(folder, _)| !folder.exists()).collect()
    };
    for (_, name) in left {
        run(&mut connection, &format!("drop database {name} with (force)")).await;
    }
    connection.close().await.expect("the end");
    format!("{server}/{name}")
}

fn new_name() -> String {
    let mut bytes = [0; 12];
    getrandom::fill(&mut bytes).expect("random bytes");
    format!("test_{}", bytes.map(|byte| format!("{byte:02x}")).concat())
}

async fn run(connection: &mut PgConnection, statement: &str) {
    sqlx::query(AssertSqlSafe(statement.to_owned())).execute(connection).await.expect("a change");
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
