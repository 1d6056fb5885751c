//! The people of an app, as a page, a teammate, a program or the workspace itself makes, changes and deletes them.
//!
//! Each function works in a [`Batch`](crate::batch::Batch), says who acts, and puts each change into the ledger in the
//! transaction of the change. None of them knows HTTP.

mod archive;
mod create;
mod delete;
mod export;
mod find;
mod json;
mod merge;
#[cfg(test)]
mod properties;
mod unique;
mod update;

pub use archive::{Block, archive, block, block_in_conversation};
pub use create::{NewPerson, create, create_user, create_visitor};
pub use delete::delete;
pub use export::export;
pub use find::{FoundPerson, PersonKey, find, find_any};
pub use json::fields_of;
pub use merge::{are_duplicates, merge};
pub use update::{PersonUpdate, update};
