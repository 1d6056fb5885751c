//! `/workspace/messenger`: how the Messenger of an app is set up.

mod api;
mod page;
mod state;

pub use page::messenger_page;
pub use state::MessengerSettings;
