//! `/workspace/teammates`: who answers for the app, and in which teams.

mod api;
mod page;
#[cfg(feature = "ssr")]
mod server;
mod state;

pub use page::TeammatesPage;
