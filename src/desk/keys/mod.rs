//! `/workspace/keys`: what proves who a person is and what pages may call their events, app by app.
//!
//! A secret is in one reply, the one that makes it, and in no page: what is read here holds names and times.

mod api;
mod apps;
mod attributes;
mod changes;
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
