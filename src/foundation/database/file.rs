//! The file of a SQLite database.

use sqlx::sqlite::SqliteConnectOptions;
use std::fs::create_dir_all;
use std::io;
use std::path::Path;

/// None: the database is in memory, where it has a name of this kind.
pub fn file_of(options: &SqliteConnectOptions) -> Option<&Path> {
    Some(options.get_filename()).filter(|file| !file.as_os_str().as_encoded_bytes().starts_with(b"file:"))
}

pub fn make_folder_of(file: &Path) -> io::Result<()> {
    match file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => create_dir_all(folder),
        None => Ok(()),
    }
}
