//! `/workspace/notes`: the notes on all people and companies of the app, the newest first, counted and deleted.

mod api;
mod list;
mod page;
#[cfg(feature = "ssr")]
mod server;
mod state;

pub use page::NotesPage;
