//! The event log: everything the workspace received, in order, for whoever watches.
//!
//! [`FeedEntry`] is the same type on the server and in the browser. Events are written in the transaction of what they
//! report, and read by their numbers; they never hold a token, a credential or a secret.

#[cfg(feature = "ssr")]
mod cursor;
#[cfg(feature = "ssr")]
mod entries;
mod entry;
#[cfg(feature = "ssr")]
mod events;
#[cfg(feature = "ssr")]
mod readers;
#[cfg(feature = "ssr")]
mod rows;
#[cfg(feature = "ssr")]
mod stream;
#[cfg(feature = "ssr")]
mod topics;
#[cfg(feature = "ssr")]
mod typing;
mod verdict;

pub use entry::*;
pub use verdict::{Considered, NotNow, Verdict};
#[cfg(feature = "ssr")]
pub use {
    cursor::Feed,
    events::Events,
    readers::Queue,
    rows::person_of,
    stream::events,
    topics::{Change, Changes, Topic, Topics},
    typing::{PresentTeammate, Typing},
};
