//! Faults of the disk under a running server. Each test mounts a disk of its own, so it needs root: `make faults`.

use leptos_messenger::database::Db;
use serde_json::{Value, json};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::database::texts;
use crate::server::running::{ask, free_address};
use crate::workspace::crash::process::Server;

/// A busy machine may take so long to meet a condition.
const PATIENCE: Duration = Duration::from_secs(60);
const DISK_MIB: u32 = 64;
/// The name of the file that fills it.
const BALLAST: &str = "ballast";

/// A disk in memory, mounted until it is dropped.
struct Disk(TempDir);

impl Disk {
    fn mount() -> Self {
        let folder = TempDir::new().expect("a folder");
        mount(&["-t", "tmpfs", "-o", &format!("size={DISK_MIB}m"), "tmpfs"], folder.path());
        Self(folder)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn url(&self) -> String {
        format!("sqlite:{}", self.path("shop.db").display())
    }

    /// To the last page.
    fn fill(&self) {
        let mut ballast = fs::File::create(self.path(BALLAST)).expect("a file");
        _ = io::copy(&mut io::repeat(1), &mut ballast);
    }

    fn free(&self) {
        fs::remove_file(self.path(BALLAST)).expect("space");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        _ = Command::new("umount").arg("--lazy").arg(self.0.path()).status();
    }
}

fn mount(arguments: &[&str], at: &Path) {
    assert!(is_mounted(arguments, at), "run this as root: {arguments:?}");
}

fn is_mounted(arguments: &[&str], at: &Path) -> bool {
    Command::new("mount").args(arguments).arg(at).output().expect("mount").status.success()
}

/// One visitor of one server.
struct Person<'a> {
    server: &'a Server,
    session: String,
}

impl<'a> Person<'a> {
    async fn boot(server: &'a Server) -> Option<Self> {
        let mut person = Self { server, session: String::new() };
        let page = json!({ "url": "https://shop.example/", "title": "Home" });
        let body = json!({ "app_id": server.app_id, "call": "boot", "page": page, "settings": {} });
        let (status, body) = person.post("ping", &body.to_string()).await;
        (status == 200).then(|| {
            let body: Value = serde_json::from_str(&body).expect("JSON");
            body["session"].as_str().expect("a session").clone_into(&mut person.session);
            person
        })
    }

    async fn visits(&self, url: &str) -> u16 {
        let page = json!({ "url": url, "title": "Page" });
        let body = json!({ "app_id": self.server.app_id, "call": "update", "page": page, "settings": {} });
        self.post("ping", &body.to_string()).await.0
    }

    async fn uploads(&self) -> u16 {
        self.post(&format!("attachments?app_id={}&name=a.txt", self.server.app_id), "Hei").await.0
    }

    async fn post(&self, path: &str, body: &str) -> (u16, String) {
        let bearer = match self.session.as_str() {
            "" => String::new(),
            session => format!("authorization: Bearer {session}\r\n"),
        };
        let head = format!(
            "POST /messenger/web/{path} HTTP/1.0\r\nhost: shop.example\r\ncontent-type: application/json\r\n{bearer}\
             content-length: {}\r\n\r\n",
            body.len()
        );
        let mut stream = TcpStream::connect(&self.server.address).await.expect("a connection");
        stream.write_all((head + body).as_bytes()).await.expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("an answer");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        (head.split(' ').nth(1).expect("a status").parse().expect("a number"), body.to_owned())
    }
}

async fn until(what: &str, condition: impl AsyncFn() -> bool) {
    let met = async {
        while !condition().await {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, met).await.unwrap_or_else(|_| panic!("never: {what}"));
}

async fn start(disk: &Disk, operators: &str) -> Server {
    let files = disk.path("files").display().to_string();
    Server::start_with(&disk.url(), &[("OPERATOR_ADDR", operators), ("ATTACHMENTS_DIR", &files)]).await
}

#[tokio::test]
#[ignore = "needs root: make faults"]
async fn beside_a_full_disk_what_was_acknowledged_survives_kill_9_and_the_server_recovers_with_the_space() {
    let disk = Disk::mount();
    let operators = free_address();
    let mut acknowledged = Vec::new();
    let server = start(&disk, &operators).await;
    let person = Person::boot(&server).await.expect("a session");
    acknowledged.push("https://shop.example/".to_owned());
    // Stored until the disk is full, refused then; each a page of its own.
    let mut visit = async |person: &Person<'_>, page: String| {
        let status = person.visits(&page).await;
        assert!([200, 500].contains(&status), "{status}");
        if status == 200 {
            acknowledged.push(page);
        }
        status == 200
    };
    for at in 0..10 {
        assert!(visit(&person, format!("https://shop.example/before/{at}")).await);
    }
    disk.fill();
    let mut at = 0;
    while visit(&person, format!("https://shop.example/full/{at}")).await {
        at += 1;
        assert!(at < 10_000, "the disk takes more than it has");
    }
    println!("a full disk took {at} more pings, then refused");
    // An answer may be a second old.
    until("it says so", async || ask(&operators, "/readyz").await.starts_with("HTTP/1.0 503")).await;
    let ready = ask(&operators, "/readyz").await;
    assert!(ready.contains("the disk of the database has less than 16 MiB"), "{ready}");
    assert!(ready.contains("ATTACHMENTS_DIR does not store a file"), "{ready}");
    assert!([500, 507].contains(&person.uploads().await), "a file is refused");
    assert!(ask(&server.address, "/").await.starts_with("HTTP/1.0 200"), "pages are read");
    let metrics = ask(&operators, "/metrics").await;
    assert!(metrics.contains("server_fault{fault=\"disk\"} 1\n"), "{metrics}");

    disk.free();
    until("it is ready again", async || ask(&operators, "/readyz").await.starts_with("HTTP/1.0 200")).await;
    assert!(visit(&person, "https://shop.example/freed".to_owned()).await, "without a restart");
    assert_eq!(person.uploads().await, 200);

    disk.fill();
    let mut at = 0;
    while visit(&person, format!("https://shop.example/again/{at}")).await {
        at += 1;
        assert!(at < 10_000, "the disk takes more than it has");
    }
    server.kill();
    disk.free();
    let server = start(&disk, &operators).await;
    let again = Person { server: &server, session: person.session.clone() };
    assert!(visit(&again, "https://shop.example/restarted".to_owned()).await, "the session lives on");
    let db = Db::open(&disk.url()).await.expect("the database");
    let mut stored = texts(&db, "select url from impressions").await;
    stored.sort_unstable();
    acknowledged.sort_unstable();
    assert_eq!(stored, acknowledged, "stored (left), acknowledged (right)");
    println!("{} acknowledged, all stored, nothing else", stored.len());
}

#[tokio::test]
#[ignore = "needs root: make faults"]
async fn a_folder_that_becomes_read_only_refuses_files_alone_until_it_can_be_written_again() {
    let disk = Disk::mount();
    let operators = free_address();
    let server = start(&disk, &operators).await;
    let person = Person::boot(&server).await.expect("a session");
    assert_eq!(person.uploads().await, 200);
    let files = disk.path("files");
    mount(&["--bind", files.to_str().expect("text")], &files);
    mount(&["-o", "remount,bind,ro"], &files);
    assert_eq!(person.uploads().await, 507);
    assert_eq!(person.visits("https://shop.example/plans").await, 200, "the rest goes on");
    until("it says so", async || {
        let ready = ask(&operators, "/readyz").await;
        ready.starts_with("HTTP/1.0 503")
            && ready.ends_with("not ready\nthe folder of ATTACHMENTS_DIR does not store a file within 2 s\n")
    })
    .await;
    assert!(Command::new("umount").arg(&files).status().expect("umount").success());
    until("it is ready again", async || ask(&operators, "/readyz").await.starts_with("HTTP/1.0 200")).await;
    assert_eq!(person.uploads().await, 200);
}

#[tokio::test]
#[ignore = "needs root: make faults"]
async fn a_server_does_not_start_on_a_read_only_database_and_names_it() {
    let disk = Disk::mount();
    drop(start(&disk, &free_address()).await);
    // Once nobody has a file of it open any more.
    until("the disk is read-only", async || is_mounted(&["-o", "remount,ro"], disk.0.path())).await;
    let said = Db::open(&disk.url()).await.err().expect("it is refused").to_string();
    assert!(said.starts_with("DATABASE_URL: ") && said.contains("unable to open database file"), "{said}");
}
