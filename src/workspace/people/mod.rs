//! The people behind the pings: visitors, users, what is known of them and which pages they saw.
//!
//! A *visitor* is a browser, known by the id in its cookie. A *user* is who a signed token names, or, where nothing need
//! be proved, who a page says they are. A visitor who turns out to be a user becomes part of that user, impressions and
//! attributes included.

/// Custom attributes and their limits.
pub mod attributes;
/// The companies that users act for.
pub mod companies;
/// `created_at` and whatever else is a date.
pub mod dates;
/// Phone, avatar, language and the like.
pub mod details;
/// The pages a person saw.
pub mod impressions;
/// Who and what was seen last.
pub mod recent;
/// Attributes that broke a limit.
pub mod refusals;
/// What a boot opens and updates ride on.
pub mod sessions;
/// How long names and texts may be.
pub mod texts;

/// What a page view says of a person's browser and of where they came from.
mod view;

mod merged;
mod merging;
mod named;
mod names;
mod person;
pub use merged::{by_id, by_ids};
pub use person::*;
pub use view::Client;
