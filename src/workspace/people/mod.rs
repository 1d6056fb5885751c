//! The people behind the pings: visitors, users, what is known of them and which pages they saw.
//!
//! A *visitor* is a browser, known by the id in its cookie. A *user* is who a signed token names, or, where nothing need
//! be proved, who a page says they are. A visitor who turns out to be a user becomes part of that user, impressions and
//! attributes included.

pub mod attributes;
pub mod dates;
pub mod details;
pub mod impressions;
pub mod recent;
pub mod refusals;
pub mod sessions;
pub mod texts;

mod batch_people;
mod email;
mod lookup;
mod merge;
mod message_times;
mod person;
mod relationship;
mod role;
mod view;
mod visitor_name;

pub use batch_people::{FoundUser, People, write_email};
pub use email::is_address;
pub use lookup::{by_id, by_ids, by_name};
pub use merge::inherit;
pub use message_times::MessageTime;
pub use person::{Person, changed_names};
pub use role::Role;
pub use view::Client;
pub use visitor_name::visitor_name;
