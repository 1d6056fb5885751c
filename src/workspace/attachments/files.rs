use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};
use tokio::fs;

use crate::random;

/// A folder with one file for each attachment, named by its id. Several servers on one database share it. Cheap to clone.
#[derive(Clone, Default)]
pub struct Files(Option<Arc<Path>>);

impl Files {
    /// Made with the first file.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self(Some(folder.into().into()))
    }

    /// Where there is no folder, nothing can be stored.
    async fn folder(&self) -> io::Result<&Path> {
        let folder = self.0.as_deref().ok_or(io::ErrorKind::NotFound)?;
        fs::create_dir_all(folder).await?;
        Ok(folder)
    }

    /// A file without content under an id that nobody can guess.
    pub async fn create(&self) -> io::Result<(String, fs::File)> {
        let id = random::credential().map_err(|_| io::ErrorKind::Other)?;
        let file = fs::File::create_new(self.folder().await?.join(&id)).await?;
        Ok((id, file))
    }

    pub async fn read(&self, id: &str) -> io::Result<Vec<u8>> {
        fs::read(self.path(id)?).await
    }

    /// What is not there any more does no harm.
    pub async fn remove(&self, id: &str) {
        let Ok(path) = self.path(id) else { return };
        match fs::remove_file(path).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                tracing::warn!(%error, "an attachment's file could not be removed");
            }
            _ => {}
        }
    }

    /// Ids of the files that were last written before this time, in Unix seconds.
    pub async fn written_before(&self, time: i64) -> io::Result<Vec<String>> {
        let mut found = Vec::new();
        let Some(folder) = self.0.as_deref() else { return Ok(found) };
        let limit = UNIX_EPOCH + Duration::from_secs(time.unsigned_abs());
        let mut entries = match fs::read_dir(folder).await {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(found),
            entries => entries?,
        };
        while let Some(entry) = entries.next_entry().await? {
            let is_old = entry.metadata().await.and_then(|found| found.modified()).is_ok_and(|at| at < limit);
            if is_old
                && let Ok(id) = entry.file_name().into_string()
                && is_id(&id)
            {
                found.push(id);
            }
        }
        Ok(found)
    }

    /// No other name leads anywhere.
    fn path(&self, id: &str) -> io::Result<PathBuf> {
        match (&self.0, is_id(id)) {
            (Some(folder), true) => Ok(folder.join(id)),
            _ => Err(io::ErrorKind::NotFound.into()),
        }
    }
}

/// As [`random::credential`] writes it.
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
        let (id, _) = files.create().await.unwrap();
        assert!(files.read(&id).await.unwrap().is_empty());
        std::fs::write(folder.path().join("secret"), "s").unwrap();
        for name in ["../secret", "", ".", "..", "secret", "a/b", &format!("../attachments/{id}")] {
            assert!(files.read(name).await.is_err(), "{name}");
        }
        files.remove(&id).await;
        files.remove(&id).await;
        assert!(files.read(&id).await.is_err());
    }

    #[tokio::test]
    async fn without_a_folder_nothing_is_stored() {
        assert!(Files::default().create().await.is_err());
        assert!(Files::default().written_before(1).await.unwrap().is_empty());
    }
}
