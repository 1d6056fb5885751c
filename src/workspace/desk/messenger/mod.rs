//! `/workspace/messenger`: how the Messenger of an app is set up.

mod api;
mod page;
mod state;

pub use page::messenger_page;
#[cfg(feature = "ssr")]
pub use state::MessengerSettings;
