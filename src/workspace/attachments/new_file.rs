//! A file while it is uploaded.

use std::fs::{DirBuilder, File as BlockingFile, OpenOptions, remove_file};
use std::io;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use tokio::fs::File;
use tokio::io::{AsyncSeekExt, AsyncWriteExt};
use tokio::task::spawn_blocking;

use crate::random;

/// A file that its upload has not finished.
/// Dropped before [`keep`](Self::keep), it is removed: an upload that ends early leaves nothing behind.
pub struct NewFile {
    pub id: String,
    file: File,
    path: PathBuf,
    is_kept: bool,
}

impl NewFile {
    /// Creates an empty file under an id that nobody can guess.
    /// A blocking thread creates it, so that no dropped future leaves it alone.
    pub(super) async fn create(folder: PathBuf) -> io::Result<Self> {
        let create = move || {
            make_folder(&folder)?;
            let id = random::credential().map_err(|_| io::ErrorKind::Other)?;
            let path = folder.join(&id);
            let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
            Ok(Self { id, file: File::from_std(file), path, is_kept: false })
        };
        spawn_blocking(create).await?
    }

    pub async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes).await
    }

    /// Flushes what was written, for a reader that opens the file by its path.
    pub async fn flush(&mut self) -> io::Result<()> {
        self.file.flush().await
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Replaces the content.
    pub async fn rewrite(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.set_len(0).await?;
        self.file.rewind().await?;
        self.file.write_all(bytes).await
    }

    /// Writes name and content to the disk, so that they outlive a power cut.
    pub async fn sync(&mut self) -> io::Result<()> {
        self.file.flush().await?;
        self.file.sync_all().await?;
        let folder = self.path.parent().map(Path::to_owned).ok_or(io::ErrorKind::NotFound)?;
        spawn_blocking(move || BlockingFile::open(folder)?.sync_all()).await?
    }

    pub fn keep(mut self) {
        self.is_kept = true;
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if !self.is_kept
            && let Err(error) = remove_file(&self.path)
        {
            tracing::warn!(%error, "the file of an upload that ended early could not be removed");
        }
    }
}

/// Makes a folder that its owner alone can read, whatever the umask says: it holds what people sent.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}
