//! The file of a SQLite database.

use sqlx::sqlite::SqliteConnectOptions;
use std::fs::create_dir_all;
use std::io;
use std::path::Path;

/// The path of a SQLite database's file. None if the database is in memory, where its name begins with `file:`.
pub fn file_of(options: &SqliteConnectOptions) -> Option<&Path> {
    Some(options.get_filename()).filter(|file| !file.as_os_str().as_encoded_bytes().starts_with(b"file:"))
}

pub fn make_folder_of(file: &Path) -> io::Result<()> {
    match file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => create_dir_all(folder),
        None => Ok(()),
    }
}
