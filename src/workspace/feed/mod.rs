//! The event log: everything the workspace received, in order, for whoever watches.
//!
//! [`FeedEntry`] is the same type on the server and in the browser. The log lives in memory and forgets the oldest;
//! it never holds a token, a credential or a secret.

mod entry;
pub use entry::*;

#[cfg(feature = "ssr")]
mod log;
#[cfg(feature = "ssr")]
pub use log::{KEPT, Log};

/// What the workspace tells whoever watches.
#[cfg(feature = "ssr")]
pub type Feed = Log<FeedEntry>;
