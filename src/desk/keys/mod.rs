//! `/workspace/keys`: the identity keys of each app, its protected attributes and the names of its events.
//!
//! A secret is in one reply, the one that makes it, and in no page. The page holds names and times.

mod actions;
mod api;
mod apps;
mod attributes;
mod event_names;
mod list;
mod page;
mod secret;
#[cfg(feature = "ssr")]
mod server;
mod state;
mod switches;

pub use page::KeysPage;
#[cfg(feature = "ssr")]
pub use server::keys_state;
