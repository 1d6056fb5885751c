//! The teammates' pages, under `/workspace/`.
//!
//! They stand outside the shop's frame and carry no Messenger: only full page loads lead there and back. Everything
//! they read or change asks by itself for the teammate.

/// What forms were answered.
mod answers;
/// Who may call, and for whom it counts.
mod guard;
/// Conversations.
mod inbox;
/// Identity keys, the switch, protected attributes.
mod keys;
/// Their code, in one file.
mod later;
/// Messages to people on a page.
mod messages;
/// How the Messenger is set up.
mod messenger;
/// Codes at a teammate's log-in.
mod second_factor;
/// The rail and the top bar round each page.
mod shell;
/// Who answers for the app.
mod teammates;

#[cfg(feature = "ssr")]
pub use inbox::routes;
#[cfg(feature = "ssr")]
pub use keys::keys_state;
pub use later::{INBOX, KEYS, MESSAGES, MESSENGER, SECOND_FACTOR, TEAMMATES};
