//! A fresh database for each test: SQLite, or PostgreSQL where `TEST_POSTGRES_URL` names a server (`.ci/with-postgres`, as in `make check`).

mod file;
pub mod migrations;
mod patience;
mod tls;

pub use migrations::{columns, contents};

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
    /// Migrated, without a row.
    pub async fn fresh() -> Self {
        static MIGRATED: OnceCell<Template> = OnceCell::const_new();

        let template = MIGRATED.get_or_init(async || {
            let empty = Self::empty().await;
            empty.open().await.close().await;
            Template::of(&empty).await
        });
        template.await.copy().await
    }

    /// Without a table.
    pub async fn empty() -> Self {
        let folder = TempDir::new().expect("a folder");
        let url = match std::env::var("TEST_POSTGRES_URL") {
            Ok(server) => create(&server, "", folder.path()).await,
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

/// What a database holds, for others that begin with the same rows.
pub enum Template {
    /// SQLite's file.
    File(Vec<u8>),
    /// A database that nobody opens.
    Postgres { server: String, name: String },
}

impl Template {
    /// Of a database whose connections are closed, or end here.
    pub async fn of(database: &Database) -> Self {
        if let Some(file) = database.url.strip_prefix("sqlite:") {
            return Self::File(
                fs::read(file).expect("all of it: closing it has left nothing in the log beside it"),
            );
        }
        let (server, source) = database.url.rsplit_once('/').expect("the database's name");
        let (server, name) = (server.to_owned(), new_name());
        let mut connection = connect(&server).await;
        let end =
            format!("select pg_terminate_backend(pid) from pg_stat_activity where datname = '{source}'");
        run(&mut connection, &end).await;
        run(&mut connection, &format!("create database {name} template {source}")).await;
        connection.close().await.expect("the end");
        Self::Postgres { server, name }
    }

    pub async fn copy(&self) -> Database {
        let folder = TempDir::new().expect("a folder");
        let url = match self {
            Self::File(all) => {
                let file = folder.path().join("test.db");
                fs::write(&file, all).expect("a copy");
                format!("sqlite:{}", file.display())
            }
            Self::Postgres { server, name } => {
                create(server, &format!("template {name}"), folder.path()).await
            }
        };
        Database { url, folder }
    }
}

/// On PostgreSQL. A database whose test has ended, and its folder with it, is dropped by a later one.
async fn create(server: &str, template: &str, folder: &Path) -> String {
    static IN_USE: Mutex<Vec<(PathBuf, String)>> = Mutex::new(Vec::new());

    let (mut connection, name) = (connect(server).await, new_name());
    run(&mut connection, &format!("create database {name} {template}")).await;
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

async fn connect(server: &str) -> PgConnection {
    PgConnection::connect(&format!("{server}/postgres")).await.expect("the server")
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
