//! Who may read the SQLite file.

use leptos_messenger::database::Db;
use std::fs::{File, Permissions, metadata, read_dir, set_permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tempfile::TempDir;

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
