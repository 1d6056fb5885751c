//! A folder that holds all of a server with SQLite: its database, the files that people sent, and its settings without secrets.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;

use super::Failure;
use crate::clock::Clock;
use crate::database::{self, Copied};
use crate::server::config::{Config, Invalid};
use crate::workspace::{self, Files};

const DATABASE: &str = "leptos-messenger.db";
const FILES: &str = "files";
const SETTINGS: &str = "settings.env";
const BRANDS: &str = "brands.toml";
/// The file that is written last: a folder without it is no whole backup.
const MANIFEST: &str = "backup.toml";
/// The format of a backup's folder. A build reads this one alone.
const FORMAT: i64 = 1;
const ONLY_SQLITE: &str =
    "a PostgreSQL database is copied by pg_dump: src/server/README.md, “Backup and restore”, has the order";

/// Makes the folder, while a server may run. It holds all that the server acknowledged before.
pub async fn make(folder: &Path) -> Result<String, Failure> {
    let config = config()?;
    make_empty(folder).map_err(|error| unusable(folder, &error))?;
    let in_folder = |error: io::Error| unusable(folder, &error);
    // Before and after: a file is there before its row, and goes after it. So each row of the copy has its file.
    let (files, copies) = (config.files(), folder.join(FILES));
    files.copy_into(&copies).await.map_err(in_folder)?;
    let Copied { version, bytes } = database::copy_into(&config.database_url, &folder.join(DATABASE)).await?;
    let number = files.copy_into(&copies).await.map_err(in_folder)?;
    let settings = settings()?;
    let brands = std::env::var_os("BRANDS").filter(|file| !file.is_empty());
    let write = || {
        write_new(&folder.join(SETTINGS), &settings)?;
        if let Some(brands) = &brands {
            write_new(&folder.join(BRANDS), &fs::read_to_string(brands)?)?;
        }
        Ok(())
    };
    write().map_err(in_folder)?;
    workspace::sync(folder).await.map_err(in_folder)?;
    let made_at = Clock::System.seconds();
    let manifest = format!(
        "format = {FORMAT}\nbuild = \"{}\"\nmade_at = {made_at}\nmigration = {version}\nfiles = {number}\n",
        env!("CARGO_PKG_VERSION")
    );
    write_new(&folder.join(MANIFEST), &manifest).map_err(in_folder)?;
    workspace::sync(folder).await.map_err(in_folder)?;
    Ok(format!(
        "{} holds the database (migration {version}, {bytes} bytes), {number} files and the settings without secrets",
        folder.display()
    ))
}

/// Puts a backup where the settings of this process have the database and the files. Overwrites nothing.
pub async fn restore(folder: &Path) -> Result<String, Failure> {
    let config = config()?;
    let number = read_manifest(folder)?;
    let target = &config.attachments_dir;
    if has_content(target).map_err(|error| unusable(target, &error))? {
        return Err(format!(
            "ATTACHMENTS_DIR: {} has something in it already: move it away first",
            target.display()
        )
        .into());
    }
    let copies = Files::in_folder(folder.join(FILES));
    let there = copies.written().await.map_err(|error| unusable(folder, &error))?.len();
    if there != number {
        return Err(format!("{}: {there} of {number} files are there", folder.join(FILES).display()).into());
    }
    let placement = database::placement(&folder.join(DATABASE), &config.database_url).await?;
    copies.copy_into(target).await.map_err(|error| unusable(target, &error))?;
    workspace::sync(target).await.map_err(|error| unusable(target, &error))?;
    // The database comes last: it is never there without its files.
    placement.place()?;
    Ok(format!(
        "the database and {number} files are in their places. {} has the settings: set its secrets anew, and start the \
         server",
        folder.join(SETTINGS).display()
    ))
}

fn config() -> Result<Config, Failure> {
    let config = Config::from_environment()?;
    match config.database_url.starts_with("sqlite:") {
        true => Ok(config),
        false => Err(ONLY_SQLITE.into()),
    }
}

/// The settings as an environment file, for `.env` and systemd.
fn settings() -> Result<String, Invalid> {
    let line = |(name, value): (String, Option<String>)| match value {
        Some(value) => format!("{name}={value:?}\n"),
        None => format!("# {name} was set. It may hold a secret, so its value is not here.\n"),
    };
    Ok(Config::variables_from_environment()?.into_iter().map(line).collect())
}

/// Reads how many files the backup has.
fn read_manifest(folder: &Path) -> Result<usize, String> {
    let file = folder.join(MANIFEST);
    let no_backup = |why: &dyn std::fmt::Display| format!("{}: no whole backup: {why}", file.display());
    let text = fs::read_to_string(&file).map_err(|error| no_backup(&error))?;
    let manifest: toml::Table = text.parse().map_err(|error| no_backup(&error))?;
    let number = |key: &str| manifest.get(key).and_then(toml::Value::as_integer);
    match (number("format"), number("files")) {
        (Some(FORMAT), Some(files)) => usize::try_from(files).map_err(|error| no_backup(&error)),
        _ => Err(no_backup(&"another build has made it")),
    }
}

/// Makes an empty folder that is its owner's alone: it holds keys, and what people wrote.
fn make_empty(folder: &Path) -> io::Result<()> {
    if has_content(folder)? {
        return Err(io::ErrorKind::DirectoryNotEmpty.into());
    }
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

fn has_content(folder: &Path) -> io::Result<bool> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        entries => Ok(entries?.next().is_some()),
    }
}

fn write_new(file: &Path, text: &str) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?.write_all(text.as_bytes())
}

fn unusable(folder: &Path, error: &io::Error) -> String {
    format!("{}: {error}", folder.display())
}
