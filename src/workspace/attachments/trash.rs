//! The trash: files that no row names, kept for a while.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};
use tokio::fs;
use tokio::task::spawn_blocking;

use super::files::{Files, WrittenFile, list};
use super::new_file::make_folder;

const FOLDER: &str = "trash";

/// Files that no row names, kept for a while: the database may be an older copy.
impl Files {
    /// Moves a file to the trash. It counts from `now` on, in Unix seconds.
    pub async fn throw_away(&self, id: &str, now: i64) -> io::Result<()> {
        let (path, folder) = (self.path(id)?, self.trash()?);
        let thrown = folder.join(id);
        spawn_blocking(move || {
            make_folder(&folder)?;
            let at = UNIX_EPOCH + Duration::from_secs(now.unsigned_abs());
            std::fs::File::options().write(true).open(&path)?.set_modified(at)?;
            std::fs::rename(path, thrown)
        })
        .await?
    }

    pub async fn bring_back(&self, id: &str) -> io::Result<()> {
        fs::rename(self.trash()?.join(id), self.path(id)?).await
    }

    pub async fn remove_thrown_away(&self, id: &str) -> io::Result<()> {
        fs::remove_file(self.trash()?.join(id)).await
    }

    pub async fn thrown_away(&self) -> io::Result<Vec<WrittenFile>> {
        list(&self.trash()?).await
    }

    fn trash(&self) -> io::Result<PathBuf> {
        let folder: &Path = self.folder().ok_or(io::ErrorKind::NotFound)?;
        Ok(folder.join(FOLDER))
    }
}
