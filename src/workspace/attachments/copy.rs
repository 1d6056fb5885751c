//! Copies the folder of attachments for a backup.

use std::io;
use std::path::Path;
use tokio::fs;
use tokio::task::spawn_blocking;

use super::files::{Files, WrittenFile, list};
use super::marker::MARKER;
use super::new_file::make_folder;

impl Files {
    /// Copies each file that is not in the other folder yet, and the name of the database.
    /// Returns how many files the other folder has afterwards.
    /// A file that is uploaded or forgotten meanwhile may be among them or not.
    pub async fn copy_into(&self, folder: &Path) -> io::Result<usize> {
        let from = self.folder().ok_or(io::ErrorKind::NotFound)?;
        make_folder(folder)?;
        let ids = list(from).await?.into_iter().map(|WrittenFile { id, .. }| id);
        for name in ids.chain([MARKER.to_owned()]) {
            if !fs::try_exists(folder.join(&name)).await? {
                match fs::copy(from.join(&name), folder.join(&name)).await {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                    _ => {}
                }
            }
        }
        Ok(list(folder).await?.len())
    }
}

/// Waits until the disk holds everything that was written to this folder's file system.
pub async fn sync(folder: &Path) -> io::Result<()> {
    let folder = folder.to_owned();
    let sync = move || Ok(rustix::fs::syncfs(std::fs::File::open(folder)?)?);
    spawn_blocking(sync).await?
}
