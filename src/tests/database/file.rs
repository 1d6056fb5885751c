//! The SQLite file: who may read it, that a full one is written again once it has space, and what its planner knows of it.

use leptos_messenger::database::{Db, Transaction, write_check};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteRow};
use sqlx::{AssertSqlSafe, Connection, Row};
use std::fs::{File, Permissions, metadata, read_dir, set_permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tempfile::TempDir;

use super::{execute, texts};

async fn open(file: &Path) -> Db {
    Db::open(&format!("sqlite:{}", file.display())).await.expect("a database")
}

fn rights(file: &Path) -> u32 {
    metadata(file).expect("a file").permissions().mode() & 0o777
}

#[tokio::test]
async fn a_new_database_and_the_files_beside_it_are_their_owners_alone() {
    let folder = TempDir::new().expect("a folder");
    let inner = folder.path().join("data");
    let _db = open(&inner.join("shop.db")).await;
    let mut files: Vec<_> =
        read_dir(&inner).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    let named: Vec<_> = files.iter().map(|file| file.file_name().expect("a name").to_owned()).collect();
    assert_eq!(named, ["shop.db", "shop.db-shm", "shop.db-wal"]);
    assert!(files.iter().all(|file| rights(file) == 0o600), "{:?}", files.iter().map(|file| rights(file)));
}

#[tokio::test]
async fn a_file_that_is_there_keeps_its_rights() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("shop.db");
    File::create(&file).expect("a file");
    set_permissions(&file, Permissions::from_mode(0o640)).expect("its owner may");
    open(&file).await;
    assert_eq!(rights(&file), 0o640);
}

#[tokio::test]
async fn a_database_that_was_full_is_written_again() {
    let folder = TempDir::new().expect("a folder");
    let db = open(&folder.path().join("shop.db")).await;
    let Db::Sqlite { writer, .. } = &db else { panic!("no SQLite") };
    // Of this connection alone, as a full disk would have it: SQLite rolls back by itself.
    sqlx::query("pragma max_page_count = 1").execute(writer).await.expect("a limit");
    let fill = async || {
        let mut transaction = db.begin().await?;
        write_check(&mut transaction, 1).await?;
        let Transaction::Sqlite(open) = &mut transaction else { panic!("no SQLite") };
        let statement = "insert into tries (key, spent_until_ms) values (hex(randomblob(1000000)), 1)";
        sqlx::query(statement).execute(&mut **open).await?;
        transaction.commit().await
    };
    let full = fill().await.expect_err("there is no space");
    assert!(full.to_string().contains("full"), "{full}");
    // The connection that replaces it has no such limit.
    fill().await.expect("there is space again");
}

#[tokio::test]
async fn after_a_checkpoint_the_file_alone_holds_what_is_committed() {
    let folder = TempDir::new().expect("a folder");
    let (file, alone) = (folder.path().join("shop.db"), folder.path().join("alone.db"));
    let db = open(&file).await;
    db.check(7_000).await.expect("a row");
    let has_row = async || {
        std::fs::copy(&file, &alone).expect("a copy");
        let copy = open(&alone).await;
        let rows = texts(&copy, "select cast(checked_at_ms as text) from readiness_check").await;
        copy.close().await;
        rows == ["7000"]
    };
    assert!(!has_row().await, "it is in the log until then");
    db.checkpoint().await.expect("a checkpoint");
    assert!(has_row().await);
}

/// Makes so many people, each with an e-mail.
async fn make_people(db: &Db, people: u32) {
    for statement in [
        "insert into workspace_apps (app_id, name, created_at) values ('a', 'A', 1)".to_owned(),
        format!(
            "insert into people (id, app_id, role, user_id, email, email_folded, verified, details, attributes, impressions,
                                 created_at, last_seen_at)
             with recursive n (n) as (select 1 union all select n + 1 from n where n < {people})
             select 'p' || n, 'a', 'user', 'u' || n, n || '@a.example', n || '@a.example', false, '{{}}', '{{}}', 0, 1, n from n"
        ),
    ] {
        execute(db, &statement).await;
    }
}

#[tokio::test]
async fn the_planner_knows_how_large_a_table_has_become_once_it_is_told() {
    let folder = TempDir::new().expect("a folder");
    let db = open(&folder.path().join("shop.db")).await;
    make_people(&db, 3_000).await;
    let Db::Sqlite { readers, .. } = &db else { panic!("SQLite") };
    let mut reader = readers.acquire().await.expect("a connection");
    let before = plan(&mut reader).await;
    db.gather_statistics().await.expect("statistics");
    let stat = texts(&db, "select stat from sqlite_stat1 where idx = 'people_by_seen'").await;
    // So many rows, and so many of an app: all.
    assert!(stat[0].starts_with("3000 3000 "), "{stat:?}");
    // A connection that is open already reads them with its next query.
    assert_ne!(plan(&mut reader).await, before);
}

/// How SQLite finds the people who have a tag, of an app that has everybody.
async fn plan(reader: &mut SqliteConnection) -> Vec<String> {
    let query = "select id from people where app_id = 'a' and id in (select subject from person_tags where tag = 't')";
    sqlx::query(query).fetch_all(&mut *reader).await.expect("people");
    // Not kept prepared: a plan that is explained is as old as its text.
    let explain = sqlx::query(AssertSqlSafe(format!("explain query plan {query}"))).persistent(false);
    let steps: Vec<SqliteRow> = explain.fetch_all(reader).await.expect("a plan");
    steps.iter().map(|step| step.get("detail")).collect()
}

/// As a build did that kept samples.
async fn keep_samples(file: &Path) {
    let options = SqliteConnectOptions::new().filename(file);
    let mut connection = SqliteConnection::connect_with(&options).await.expect("a connection");
    sqlx::raw_sql("analyze").execute(&mut connection).await.expect("statistics");
    let samples: i64 = sqlx::query_scalar("select count(*) from sqlite_stat4")
        .fetch_one(&mut connection)
        .await
        .expect("a count");
    assert!(samples > 0);
    connection.close().await.expect("closed");
}

#[tokio::test]
async fn the_planner_keeps_how_large_tables_are_and_no_value_that_stands_in_them() {
    for people in [1, 3_000] {
        let folder = TempDir::new().expect("a folder");
        let file = folder.path().join("shop.db");
        let db = open(&file).await;
        make_people(&db, people).await;
        keep_samples(&file).await;
        db.gather_statistics().await.expect("statistics");
        let tables = "select name from sqlite_master where type = 'table' and name like 'sqlite_%'";
        assert_eq!(texts(&db, tables).await, ["sqlite_stat1"]);
        let columns = texts(&db, "select name from pragma_table_info('sqlite_stat1')").await;
        assert_eq!(columns, ["tbl", "idx", "stat"]);
        let stats = texts(&db, "select stat from sqlite_stat1").await;
        assert!(!stats.is_empty());
        for stat in stats {
            assert!(stat.split(' ').all(|figure| figure.parse::<u64>().is_ok()), "{stat}");
        }
    }
}
