//! `/lifecycle`: what the app called beside what the workspace received. The only room that sees both sides.
//!
//! A [`record`]er in every page of the app sends what the Messenger pattern observes to the server; the embedded
//! workspace has its own feed. Both come to the inspector's page as one stream, and the [`timeline`] joins them: the
//! widget's loader announces the id of each ping where it was called.

mod entry;
mod page;
mod record;
mod report;
mod stream;
mod timeline;
mod token;
mod view;

#[cfg(feature = "ssr")]
pub mod server;

pub use entry::*;
pub use page::LifecyclePage;
pub use record::Record;
pub use timeline::{Moment, Row, Timeline};
