//! What teammates have set of an app's Messenger.

#[cfg(feature = "ssr")]
mod rows;
mod settings;

#[cfg(feature = "ssr")]
pub use rows::{messages_per_day, read, set};
pub use settings::MessengerSettings;
