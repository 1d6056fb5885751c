//! The binary as people run it: a process with its own folder, settings and log.

use std::fs::{self, File};
use std::net::TcpListener as FreePort;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A busy machine may take so long to meet a condition.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A folder as `src/server/README.md` has it shipped: the binary, `Leptos.toml` and the site's files.
pub fn shipped() -> TempDir {
    let folder = TempDir::new().unwrap();
    let site = folder.path().join("target/site");
    fs::create_dir_all(site.join("pkg")).unwrap();
    fs::write(site.join("favicon.svg"), "<svg/>").unwrap();
    fs::copy("Leptos.toml", folder.path().join("Leptos.toml")).unwrap();
    symlink(env!("CARGO_BIN_EXE_leptos-messenger"), folder.path().join("leptos-messenger")).unwrap();
    folder
}

pub struct Running {
    process: Child,
    pub address: String,
    folder: TempDir,
}

impl Running {
    /// In this folder, with these settings and no others. Returns when it listens, by its own word.
    pub async fn start(folder: TempDir, settings: &[(&str, &str)]) -> Self {
        let address = free_address();
        let process = spawn(folder.path(), &address, settings);
        let mut running = Self { process, address, folder };
        let listens = async {
            while !running.log().contains("listening") {
                let ended = running.process.try_wait().unwrap();
                assert!(ended.is_none(), "it ended: {}", running.log());
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(PATIENCE, listens).await.expect("it listens");
        running
    }

    /// What it wrote to the console so far.
    pub fn log(&self) -> String {
        log_in(self.folder.path())
    }

    pub async fn get(&self, path: &str, cookie: &str) -> String {
        self.send(&format!(
            "GET {path} HTTP/1.0\r\nhost: shop.example\r\naccept: text/html\r\ncookie: {cookie}\r\n\r\n"
        ))
        .await
    }

    /// Of the workspace that its pages belong to.
    pub async fn app_id(&self) -> String {
        let home = self.get("/", "").await;
        let after = home.split("/widget/").nth(1).expect("the widget's address");
        after.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_owned()
    }

    /// A form or a call, as one of its own pages sends it.
    pub async fn post(&self, path: &str, cookie: &str, body: &str) -> String {
        self.send(&(post_head(path, cookie, body) + "\r\n" + body)).await
    }

    async fn send(&self, request: &str) -> String {
        send(&self.address, request).await
    }

    /// SIGTERM, as a supervisor sends it.
    pub fn ask_to_stop(&self) {
        let id = self.process.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    }

    pub async fn ended(&mut self) -> ExitStatus {
        let ended = async {
            loop {
                if let Some(status) = self.process.try_wait().unwrap() {
                    return status;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(PATIENCE, ended).await.expect("it ends")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

/// Where nobody listens.
pub fn free_address() -> String {
    FreePort::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

/// What an operator is answered.
pub async fn ask(operators: &str, path: &str) -> String {
    send(operators, &format!("GET {path} HTTP/1.0\r\n\r\n")).await
}

/// The whole answer to a request, head and body.
async fn send(address: &str, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    tokio::time::timeout(PATIENCE, stream.read_to_end(&mut answer)).await.expect("an answer").unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

/// The head of a request with this body, but for its last line.
pub fn post_head(path: &str, cookie: &str, body: &str) -> String {
    let content = if body.starts_with('{') { "json" } else { "x-www-form-urlencoded" };
    format!(
        "POST {path} HTTP/1.1\r\nhost: shop.example\r\nconnection: close\r\nsec-fetch-site: same-origin\r\n\
         accept: application/json\r\ncontent-type: application/{content}\r\ncontent-length: {}\r\ncookie: {cookie}\r\n",
        body.len()
    )
}

fn spawn(folder: &Path, address: &str, settings: &[(&str, &str)]) -> Child {
    let log = File::create(folder.join("log")).unwrap();
    Command::new(folder.join("leptos-messenger"))
        .current_dir(folder)
        .env_clear()
        .env("LEPTOS_SITE_ADDR", address)
        // All people of the tests come from one address.
        .env("NEW_PEOPLE_PER_MINUTE_PER_ADDRESS", "0")
        .env("NEW_CONVERSATIONS_PER_MINUTE_PER_ADDRESS", "0")
        .envs(settings.iter().copied())
        .stdin(Stdio::null())
        .stdout(log.try_clone().unwrap())
        .stderr(log)
        .spawn()
        .unwrap()
}

fn log_in(folder: &Path) -> String {
    fs::read_to_string(folder.join("log")).unwrap()
}

/// What a server says that does not start, and that it fails.
pub async fn refused(folder: TempDir, settings: &[(&str, &str)]) -> String {
    let process = spawn(folder.path(), "127.0.0.1:0", settings);
    let mut running = Running { process, address: String::new(), folder };
    assert!(!running.ended().await.success());
    running.log()
}
