//! Copies of a SQLite database: whole, as of one moment, while others write.

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};
use std::fs::{self, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::file::{file_of, make_folder_of};
use super::open::{OpenError, newest, refused};

/// The version and the size of a copy of the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    /// The number of the copy's last migration.
    pub version: i64,
    pub bytes: u64,
}

/// Copies the database of this URL into a new file, which is its owner's alone. A server may run meanwhile: the copy
/// holds all that was committed before the call. No migration runs.
pub async fn copy_into(url: &str, file: &Path) -> Result<Copied, OpenError> {
    let options = SqliteConnectOptions::from_str(url).map_err(|e| refused(url, &e))?;
    let mut connection = options.read_only(true).connect().await.map_err(|e| refused(url, &e))?;
    let copied = copy(&mut connection, file).await.map_err(|e| refused(url, &e))?;
    connection.close().await.map_err(|e| refused(url, &e))?;
    Ok(copied)
}

/// A copy that may be put where a server looks for its database.
pub struct Placement {
    copy: PathBuf,
    file: PathBuf,
    url: String,
}

/// Checks a copy before it takes the place of the database at `url`. Refuses if a database is there already, if the
/// copy is damaged, or if a newer build made it.
pub async fn placement(copy: &Path, url: &str) -> Result<Placement, OpenError> {
    let options = SqliteConnectOptions::from_str(url).map_err(|e| refused(url, &e))?;
    let file = file_of(&options).ok_or_else(|| refused(url, &"a database in memory keeps nothing"))?;
    for taken in [file.to_owned(), beside(file, "-wal")] {
        if fs::exists(&taken).map_err(|e| refused(url, &e))? {
            let message = format!("{} is there already: move it away first", taken.display());
            return Err(refused(url, &message));
        }
    }
    let damaged = |error: &dyn std::fmt::Display| refused(url, &format!("{}: {error}", copy.display()));
    let mut connection = SqliteConnectOptions::new()
        .filename(copy)
        .read_only(true)
        .connect()
        .await
        .map_err(|error| damaged(&error))?;
    let (found,): (String,) = sqlx::query_as("pragma integrity_check(1)")
        .fetch_one(&mut connection)
        .await
        .map_err(|error| damaged(&error))?;
    if found != "ok" {
        return Err(damaged(&found));
    }
    let version = version(&mut connection).await.map_err(|error| damaged(&error))?;
    if version > newest() {
        return Err(damaged(&format!(
            "a newer build made it (migration {version}; this build knows {})",
            newest()
        )));
    }
    connection.close().await.map_err(|error| damaged(&error))?;
    Ok(Placement { copy: copy.to_owned(), file: file.to_owned(), url: url.to_owned() })
}

impl Placement {
    /// Writes the copy under another name, and renames it once it is whole: a server that starts meanwhile finds no
    /// half of it.
    pub fn place(&self) -> Result<(), OpenError> {
        let place = || {
            make_folder_of(&self.file)?;
            let draft = beside(&self.file, "-restored");
            let mut to =
                OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&draft)?;
            io::copy(&mut File::open(&self.copy)?, &mut to)?;
            to.sync_all()?;
            fs::rename(&draft, &self.file)?;
            sync_folder_of(&self.file)
        };
        place().map_err(|error| refused(&self.url, &error))
    }
}

/// Copies the database beside itself before it is migrated. Returns the copy's path, or None if there is nothing to
/// migrate.
pub(super) async fn before_migrations(
    connection: &mut SqliteConnection,
    file: &Path,
    now: i64,
) -> Result<Option<PathBuf>, String> {
    let version = version(connection).await.map_err(|error| error.to_string())?;
    if version == 0 || version >= newest() {
        return Ok(None);
    }
    let to = beside(file, &format!(".before-{}-{now}", newest()));
    match copy(connection, &to).await {
        Ok(_) => Ok(Some(to)),
        Err(error) => Err(format!("no copy could be made before its migration: {}: {error}", to.display())),
    }
}

/// The number of the database's last migration. 0 if it has none.
async fn version(connection: &mut SqliteConnection) -> Result<i64, sqlx::Error> {
    let (has_any,): (bool,) =
        sqlx::query_as("select count(*) > 0 from sqlite_schema where name = '_sqlx_migrations'")
            .fetch_one(&mut *connection)
            .await?;
    if !has_any {
        return Ok(0);
    }
    let (version,): (i64,) =
        sqlx::query_as("select coalesce(max(version), 0) from _sqlx_migrations where success")
            .fetch_one(connection)
            .await?;
    Ok(version)
}

/// Copies the database into a new file that its owner alone can read. SQLite does not wait for the disk here, so this
/// function does.
async fn copy(connection: &mut SqliteConnection, to: &Path) -> Result<Copied, sqlx::Error> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
    let made = sqlx::query("vacuum into $1").bind(to.to_string_lossy()).execute(&mut *connection).await;
    if let Err(error) = made {
        _ = fs::remove_file(to);
        return Err(error);
    }
    let file = File::open(to)?;
    fs::set_permissions(to, Permissions::from_mode(0o600))?;
    file.sync_all()?;
    sync_folder_of(to)?;
    Ok(Copied { version: version(connection).await?, bytes: file.metadata()?.len() })
}

fn sync_folder_of(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}
