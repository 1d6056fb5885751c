//! `/workspace/messages`: messages to people on a page.
//!
//! The list leads to the [`editor`]: for whom a message is, where it appears, what it says and when. Beside it stand the
//! [`preview`] and an answer to why somebody does not see it.

/// What a teammate does with a message.
mod acts;
mod api;
/// For whom a message is.
mod audience;
/// All that is written of a message.
mod editor;
/// What the editor holds while a teammate writes.
mod form;
/// Calls of which the newest alone counts.
mod latest;
mod list;
mod page;
/// Where a message appears.
mod places;
/// How it looks to a chosen person.
mod preview;
/// To which one person it goes.
mod recipient;
/// The question before it is sent.
mod send;
#[cfg(feature = "ssr")]
mod server;
mod state;
/// Why somebody does not see it.
mod why;

pub use page::MessagesPage;
