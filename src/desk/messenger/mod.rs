//! `/workspace/messenger`: how the Messenger of an app is set up.

mod api;
mod page;

pub use page::MessengerPage;
