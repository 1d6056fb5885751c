//! The Messenger in a Leptos single-page app: a pattern to copy.

mod location;
pub use location::Settling;
