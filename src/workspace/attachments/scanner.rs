//! Runs the program that looks at each file.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tokio::process::Command;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::refusal::Refusal;

/// Longest time that a program may look at a file.
const PATIENCE: Duration = Duration::from_secs(60);

/// Permits for programs that run at a time.
static AT_A_TIME: Semaphore = Semaphore::const_new(4);

/// Runs the program with the file's path as its one argument. Exit status 0 lets the file in, any other refuses it.
/// The program gets `PATH` alone of this process' environment: the rest holds secrets.
pub async fn scan(program: &Path, file: &Path) -> Result<(), Refusal> {
    let permit = AT_A_TIME.acquire().await;
    let path = std::env::var_os("PATH").unwrap_or_default();
    let scanning = Command::new(program)
        .arg(file)
        .env_clear()
        .env("PATH", path)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .status();
    let scanned = timeout(PATIENCE, scanning).await;
    drop(permit);
    match scanned {
        Ok(Ok(status)) if status.success() => Ok(()),
        Ok(Ok(status)) => {
            tracing::info!(%status, "the scanner refused a file");
            Err(Refusal::ScannedFile)
        }
        Ok(Err(error)) => {
            tracing::error!(%error, "UPLOAD_SCANNER could not be run: no file is taken");
            Err(Refusal::NotStored)
        }
        Err(_) => {
            tracing::error!("UPLOAD_SCANNER did not end within a minute: the file is not taken");
            Err(Refusal::NotStored)
        }
    }
}
