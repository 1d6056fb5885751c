//! Which database a folder of files belongs to: another one knows none of the files, and would take them all for rubbish.

use std::fs::Permissions;
use std::io;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use tokio::fs;

use super::files::Files;
use super::new_file::make_folder;
use super::rows::known;
use crate::database::{Db, execute, fetch};
use crate::error::Error;
use crate::random;

/// The file that holds the id of the database.
pub(super) const MARKER: &str = "database-id";

/// Whether a folder belongs to this database.
pub enum Folder {
    Own,
    /// The folder has no marker, and files that this database does not know.
    Unmarked,
    /// The folder belongs to the database with this id.
    Anothers(String),
}

/// Makes the folder this database's, before a server uses it. It is its owner's alone from then on.
/// Fails with what a person has to change.
/// A folder whose files this database does not know is used, and nothing in it is swept.
pub async fn claim(db: &Db, files: &Files) -> Result<(), String> {
    let Some(folder) = files.folder() else { return Ok(()) };
    let shown = folder.display();
    let unread = |error: Error| format!("the database's id could not be read: {error}");
    let own = database_id(db).await.map_err(unread)?;
    match mark(db, files, folder, &own).await {
        Ok(Folder::Own) => Ok(()),
        Ok(Folder::Unmarked) => {
            tracing::error!(
                "ATTACHMENTS_DIR: {shown} holds files that this database does not know: nothing in it is swept. If the \
                 folder is this database's, write {own} into {shown}/{MARKER}, and start again."
            );
            Ok(())
        }
        Ok(Folder::Anothers(id)) => Err(format!(
            "ATTACHMENTS_DIR: {shown} belongs to another database (its id is {id}; DATABASE_URL names {own}). Name this \
             database's folder, or the folder's database. If this database has replaced the other one, remove \
             {shown}/{MARKER}."
        )),
        Err(error) => {
            tracing::error!(%error, "ATTACHMENTS_DIR: {shown} cannot be used: no file can be sent");
            Ok(())
        }
    }
}

async fn mark(db: &Db, files: &Files, folder: &Path, own: &str) -> io::Result<Folder> {
    make_folder(folder)?;
    fs::set_permissions(folder, Permissions::from_mode(0o700)).await?;
    match whose(folder, own).await? {
        Folder::Unmarked => {}
        marked => return Ok(marked),
    }
    let ids: Vec<String> = files.written().await?.into_iter().map(|file| file.id).collect();
    if known(db, &ids).await.map_err(io::Error::other)?.len() < ids.len() {
        return Ok(Folder::Unmarked);
    }
    // Whole from the start: another server may read it meanwhile.
    let draft = folder.join(format!("{MARKER}-{}", random::id().map_err(io::Error::other)?));
    fs::write(&draft, own).await?;
    fs::rename(draft, folder.join(MARKER)).await?;
    Ok(Folder::Own)
}

/// Reads from the marker whose a folder is.
pub async fn whose(folder: &Path, own: &str) -> io::Result<Folder> {
    match fs::read_to_string(folder.join(MARKER)).await {
        Ok(id) if id.trim() == own => Ok(Folder::Own),
        Ok(id) => Ok(Folder::Anothers(id.trim().to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Folder::Unmarked),
        Err(error) => Err(error),
    }
}

/// The database's id. The first server that asks makes it, and a copy of the database has it too.
pub async fn database_id(db: &Db) -> Result<String, Error> {
    let mut transaction = db.begin().await?;
    execute!(&mut transaction,
        "insert into database_id (only_row, id) values (1, $1) on conflict (only_row) do nothing"
        => random::id()?)?;
    let id = fetch!(&mut transaction, one value "select id from database_id")?;
    transaction.commit().await?;
    Ok(id)
}
