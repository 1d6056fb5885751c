//! The folder that holds the files.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;
use tokio::fs::{self, File};
use tokio::task::spawn_blocking;

use super::new_file::{NewFile, make_folder};
use super::quota::Quota;

/// Bytes of the test file. A full disk takes a file without content.
const CHECKED_BYTES: usize = 4_096;

/// A folder with one file for each attachment, named by its id. Several servers on one database share it.
#[derive(Clone, Default)]
pub struct Files {
    folder: Option<Arc<Path>>,
    quota: Quota,
    scanner: Option<Arc<Path>>,
}

/// A file in the folder, and when it was written last, in Unix seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenFile {
    pub id: String,
    pub at: i64,
}

impl Files {
    /// Uses this folder. The first file makes it, if [`claim`](super::claim) has not made it.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self { folder: Some(folder.into().into()), ..Self::default() }
    }

    /// Sets the quota.
    pub fn limited_to(self, quota: Quota) -> Self {
        Self { quota, ..self }
    }

    /// Sets the program that scans each file before it is kept.
    pub fn scanned_by(self, program: Option<&Path>) -> Self {
        Self { scanner: program.map(Arc::from), ..self }
    }

    pub(super) fn scanner(&self) -> Option<&Path> {
        self.scanner.as_deref()
    }

    pub(super) fn quota(&self) -> &Quota {
        &self.quota
    }

    /// The folder. Without one, nothing can be stored.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    pub async fn create(&self) -> io::Result<NewFile> {
        NewFile::create(self.folder().ok_or(io::ErrorKind::NotFound)?.to_owned()).await
    }

    /// Whether a file can be stored just now.
    pub async fn check(&self) -> io::Result<()> {
        let mut file = self.create().await?;
        file.write(&[0; CHECKED_BYTES]).await?;
        file.sync().await
    }

    /// Whether the disk has less free space than files have to leave.
    pub async fn lacks_space(&self) -> bool {
        self.free_space().await.is_ok_and(|free| free < self.quota.free)
    }

    /// Free space of the folder's disk for this process, in bytes.
    pub async fn free_space(&self) -> io::Result<i64> {
        let folder = self.folder().ok_or(io::ErrorKind::NotFound)?.to_owned();
        let free = move || {
            make_folder(&folder)?;
            let disk = rustix::fs::statvfs(&folder)?;
            Ok(disk.f_bavail.saturating_mul(disk.f_frsize).min(i64::MAX.unsigned_abs()).cast_signed())
        };
        spawn_blocking(free).await?
    }

    /// Opens a file for reading, and returns its size in bytes.
    pub async fn open(&self, id: &str) -> io::Result<(File, u64)> {
        let file = File::open(self.path(id)?).await?;
        let size = file.metadata().await?.len();
        Ok((file, size))
    }

    /// Removes a file. A missing one does no harm.
    pub async fn remove(&self, id: &str) {
        let Ok(path) = self.path(id) else { return };
        match fs::remove_file(path).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                tracing::warn!(%error, "an attachment's file could not be removed");
            }
            _ => {}
        }
    }

    pub async fn is_there(&self, id: &str) -> io::Result<bool> {
        fs::try_exists(self.path(id)?).await
    }

    /// All files of the folder.
    pub async fn written(&self) -> io::Result<Vec<WrittenFile>> {
        list(self.folder().ok_or(io::ErrorKind::NotFound)?).await
    }

    /// The path of the file with this id. Any other text is refused.
    pub(super) fn path(&self, id: &str) -> io::Result<PathBuf> {
        match (self.folder(), is_id(id)) {
            (Some(folder), true) => Ok(folder.join(id)),
            _ => Err(io::ErrorKind::NotFound.into()),
        }
    }
}

/// Lists the attachments' files of a folder. None where there is no such folder.
pub async fn list(folder: &Path) -> io::Result<Vec<WrittenFile>> {
    let mut found = Vec::new();
    let mut entries = match fs::read_dir(folder).await {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(found),
        entries => entries?,
    };
    while let Some(entry) = entries.next_entry().await? {
        // One may go meanwhile.
        if let Ok(id) = entry.file_name().into_string()
            && is_id(&id)
            && let Ok(at) = entry.metadata().await.and_then(|found| found.modified())
        {
            let at = at.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs().cast_signed();
            found.push(WrittenFile { id, at });
        }
    }
    Ok(found)
}

/// Whether a file's name is an id, as [`random::credential`](crate::random::credential) makes it.
fn is_id(name: &str) -> bool {
    name.len() >= 32 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_is_found_by_its_id_alone_and_no_name_leads_out_of_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::in_folder(folder.path().join("attachments"));
        let file = files.create().await.unwrap();
        let id = file.id.clone();
        file.keep();
        assert_eq!(files.open(&id).await.unwrap().1, 0);
        std::fs::write(folder.path().join("secret"), "s").unwrap();
        for name in ["../secret", "", ".", "..", "secret", "a/b", &format!("../attachments/{id}")] {
            assert!(files.open(name).await.is_err(), "{name}");
        }
        files.remove(&id).await;
        files.remove(&id).await;
        assert!(files.open(&id).await.is_err());
    }

    #[tokio::test]
    async fn without_a_folder_nothing_is_stored() {
        assert!(Files::default().create().await.is_err());
        assert!(Files::default().written().await.is_err());
    }
}
