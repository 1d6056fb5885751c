//! `/workspace/people/import`: a teammate who manages people brings some from a CSV file.
//!
//! [`choose`] is the form of the [`file`], and the list of the last imports. Then the address has the import: [`draft`]
//! says where each column goes and what would change, and [`progress`] how far it is, what came of it, and the undo.

mod actions;
mod api;
mod choose;
mod draft;
mod file;
mod page;
mod progress;
#[cfg(feature = "ssr")]
mod server;
mod state;

#[cfg(feature = "ssr")]
pub use api::PeopleImport;
#[cfg(feature = "ssr")]
pub use file::{FILE_PATH, routes};
pub use page::ImportPage;
