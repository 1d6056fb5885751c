//! The definitions of an app's custom attributes: which values each takes, and from whom. Nothing here changes one;
//! [`data_attributes`](crate::data_attributes) does.

mod catalogue;
mod definition;
mod known;
mod rows;

pub use catalogue::{Catalogue, MOST_ACTIVE, Stated};
pub use definition::{AttributeOf, AttributeType, Definition, Writer};
pub use known::KnownAttributes;
pub use rows::{Counts, counts, definitions, find, write};
