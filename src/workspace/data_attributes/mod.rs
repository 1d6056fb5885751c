//! The catalogue of an app's custom attributes: their names and types, what they mean, and who may write them.
//!
//! An attribute is there from its first value on, with the type of that value ([`store`]), or from when a teammate or
//! program makes it ([`create`]). A value of another type, of an archived attribute, or from a writer who may not, is
//! refused alone, with a reason. Source: Intercom's REST API, "Data attributes", and its help, "Send custom user
//! attributes to Intercom".

mod change;
mod store;

pub use crate::attributes::{
    AttributeOf, AttributeType, Catalogue, Definition, Stated, Writer, definitions, find,
};
pub use change::{AttributeUpdate, NewAttribute, archive, change, create, protect};
pub use store::{store, take};
