//! `/workspace/messages`: messages to people on a page.
//!
//! The list leads to the [`editor`]: for whom a message is, where it appears, what it says and when. Beside it stand
//! the [`preview`] and an answer to why somebody does not see it.

mod acts;
mod api;
mod audience;
#[cfg(feature = "ssr")]
mod draft;
mod editor;
mod form;
mod frame;
mod list;
mod page;
mod places;
mod preview;
mod recipient;
mod send;
#[cfg(feature = "ssr")]
mod server;
mod state;
mod why;
mod zone;

pub use page::MessagesPage;
