//! The server as a process of its own.

use sqlx::{PgPool, SqlitePool};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::Duration;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Until the first answer.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Server {
    process: Mutex<Child>,
    _site: TempDir,
    pub address: String,
    pub app_id: String,
}

impl Server {
    /// Returns when it answers.
    pub async fn start(database_url: &str) -> Self {
        Self::start_with(database_url, &[]).await
    }

    /// With these settings beside those of every server here.
    pub async fn start_with(database_url: &str, settings: &[(&str, &str)]) -> Self {
        Self::start_build(env!("CARGO_BIN_EXE_leptos-messenger"), database_url, settings).await
    }

    /// Of another build, whose program this is.
    pub async fn start_build(program: &str, database_url: &str, settings: &[(&str, &str)]) -> Self {
        let address = {
            let free = TcpListener::bind("127.0.0.1:0").expect("a port");
            free.local_addr().expect("an address").to_string()
        };
        let site = TempDir::new().expect("a folder");
        let process = Command::new(program)
            .env_clear()
            .env("LEPTOS_SITE_ROOT", site.path())
            // By default all of one database server would share a folder, which belongs to one database alone.
            .env("ATTACHMENTS_DIR", site.path().join("files"))
            .envs([
                ("LEPTOS_SITE_ADDR", address.as_str()),
                ("DATABASE_URL", database_url),
                ("LEPTOS_ENV", "PROD"),
            ])
            .envs([
                ("PINGS_PER_MINUTE_PER_PERSON", "0"),
                ("UPLOAD_MIB_FREE", "0"),
                ("NEW_PEOPLE_PER_MINUTE_PER_ADDRESS", "0"),
                ("NEW_CONVERSATIONS_PER_MINUTE_PER_ADDRESS", "0"),
                ("CONNECTIONS", "4900"),
                ("PINGS_PER_MINUTE_PER_ADDRESS", "0"),
                ("RUST_LOG", "warn"),
            ])
            .envs(settings.iter().copied())
            .stdout(Stdio::null())
            .spawn()
            .expect("the server");
        let answering = async {
            while !is_healthy(&address).await {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(PATIENCE, answering).await.expect("the server answers");
        let app_id = app_id(database_url).await;
        Self { process: Mutex::new(process), _site: site, address, app_id }
    }

    /// SIGKILL: it has no time to finish anything.
    pub fn kill(&self) {
        let mut process = self.process.lock().expect("the process");
        _ = process.kill();
        _ = process.wait();
    }

    /// In user mode and in the kernel, of all threads, since the start; in steps of 10 ms.
    pub fn cpu_time(&self) -> Duration {
        let id = self.process.lock().expect("the process").id();
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        // Fields 14 and 15 (proc(5)); the second, a name in brackets, may hold spaces.
        let fields = stat.rsplit_once(") ").map_or("", |(_, fields)| fields).split(' ');
        let ticks: u64 = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
        Duration::from_millis(ticks * 10)
    }

    /// Of its process, resident.
    pub fn memory_mib(&self) -> f64 {
        resident_mib(&self.process.lock().expect("the process").id().to_string())
    }
}

/// The memory that a process has resident, by its number or `self`.
pub fn resident_mib(process: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let kib = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:")?.trim().split(' ').next()?.parse::<f64>().ok());
    kib.unwrap_or(f64::NAN) / 1_024.0
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Asked over HTTP: a bare connection to a free port of loopback may be answered by itself.
async fn is_healthy(address: &str) -> bool {
    let asking = async {
        let mut stream = TcpStream::connect(address).await?;
        stream.write_all(b"GET /healthz HTTP/1.0\r\n\r\n").await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        Ok::<_, std::io::Error>(answer)
    };
    let answer = tokio::time::timeout(Duration::from_secs(2), asking).await;
    matches!(answer, Ok(Ok(answer)) if answer.starts_with(b"HTTP/1.0 200"))
}

/// Without a migration: the server may be of an earlier build.
async fn app_id(database_url: &str) -> String {
    let select = "select app_id from workspace_apps";
    if database_url.starts_with("postgres") {
        let pool = PgPool::connect(database_url).await.expect("the database");
        return sqlx::query_scalar(select).fetch_one(&pool).await.expect("an app");
    }
    let pool = SqlitePool::connect(database_url).await.expect("the database");
    sqlx::query_scalar(select).fetch_one(&pool).await.expect("an app")
}
