//! What a request leaves behind.

use leptos_messenger::clock::Clock;
use leptos_messenger::database::Db;
use std::fs;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;

use super::{Server, text};

/// Files of this folder that the process has open, deleted ones too: each pool of SQLite has some.
fn open_below(folder: &Path) -> usize {
    let files = fs::read_dir("/proc/self/fd").expect("proc(5)");
    let targets = files.filter_map(|file| fs::read_link(file.ok()?.path()).ok());
    targets.filter(|target| target.starts_with(folder)).count()
}

/// A page whose reactive owner is never freed keeps the server's state, with its pools.
#[tokio::test]
async fn a_page_that_was_sent_keeps_nothing_of_its_server_in_memory() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().to_owned();
    let db = Db::open(&format!("sqlite:{}/test.db", path.display())).await.expect("a database");
    let server = Server::over(folder, db, Clock::manual(1_800_000_000), &[]).await;
    for page in ["/", "/coffees", "/coffees/kelp-forest", "/cart", "/login", "/lifecycle"] {
        let answer = server.open(page).await;
        assert_eq!(answer.status(), 200, "{page}");
        text(answer).await;
    }
    assert!(open_below(&path) > 0);
    drop(server);
    // The pools close their files in threads of their own.
    let closed = async {
        while open_below(&path) > 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let closed = tokio::time::timeout(Duration::from_secs(20), closed).await;
    assert!(closed.is_ok(), "{} files are still open", open_below(&path));
}
