//! The people behind the pings: visitors, users, what is known of them and which pages they saw.
//!
//! A *visitor* is a browser, known by the id in its cookie. A *user* is who a signed token names, or, where nothing need
//! be proved, who a page says they are. A visitor who turns out to be a user becomes part of that user, impressions and
//! attributes included.

pub mod attributes;
pub mod companies;
pub mod dates;
pub mod details;
pub mod impressions;
pub mod recent;
pub mod refusals;
pub mod sessions;
pub mod texts;

mod batch_people;
mod lookup;
mod merge;
mod person;
mod view;
mod visitor_name;

pub use batch_people::{FoundUser, People};
pub use lookup::{by_id, by_ids, by_name};
pub use merge::inherit;
pub use person::Person;
pub use view::Client;
pub use visitor_name::visitor_name;
