//! The SQLite file: who may read it, and that a full one is written again once it has space.

use leptos_messenger::database::{Db, Transaction, write_check};
use std::fs::{File, Permissions, metadata, read_dir, set_permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tempfile::TempDir;

use super::texts;

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
