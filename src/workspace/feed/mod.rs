//! The event log: everything the workspace received, in order, for whoever watches.
//!
//! [`FeedEntry`] is the same type on the server and in the browser. Events are written in the transaction of what they
//! report, and read by their numbers; they never hold a token, a credential or a secret.

mod entry;
mod verdict;
pub use entry::*;
pub use verdict::{Considered, NotNow, Verdict};

#[cfg(feature = "ssr")]
mod audience;
#[cfg(feature = "ssr")]
pub use audience::Audience;
#[cfg(feature = "ssr")]
mod cursor;
#[cfg(feature = "ssr")]
pub use cursor::Feed;
#[cfg(feature = "ssr")]
mod stream;
#[cfg(feature = "ssr")]
pub use stream::events;
#[cfg(feature = "ssr")]
mod entries;
#[cfg(feature = "ssr")]
mod readers;
#[cfg(feature = "ssr")]
mod rows;
#[cfg(feature = "ssr")]
pub use readers::Queue;
#[cfg(feature = "ssr")]
mod topics;
#[cfg(feature = "ssr")]
pub use topics::{Change, Changes, Topic, Topics};
#[cfg(feature = "ssr")]
mod typing;
#[cfg(feature = "ssr")]
pub use typing::Typing;
#[cfg(feature = "ssr")]
mod events;
#[cfg(feature = "ssr")]
pub use events::{ConversationIds, Events};
