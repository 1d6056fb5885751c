//! `/workspace/messenger`: how the Messenger of an app is set up.

mod api;
mod page;
#[cfg(feature = "ssr")]
mod server;

pub use page::messenger_page;
