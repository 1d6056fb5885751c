//! `/workspace/tags`: all tags and all segments of the app, renamed, merged and deleted.
//!
//! [`list`] shows the tags, and [`segments`] the segments, which [`counting`] counts one after the other. [`search`]
//! narrows both.

mod actions;
mod api;
mod counting;
mod list;
mod page;
mod search;
mod segments;
#[cfg(feature = "ssr")]
mod server;
mod state;

pub use page::TagsPage;
