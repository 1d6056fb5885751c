//! A filter that a teammate writes in a form: for whom a message is, and whom a list shows.
//!
//! The form holds [`groups`] of conditions, each with fields of its own ([`rows`]). [`draft`] converts them into a filter and
//! back; a filter that groups cannot say is [`kept`] as it is. [`offered`] reads the names that the fields offer.

mod condition;
#[cfg(feature = "ssr")]
mod draft;
mod groups;
mod kept;
mod names;
#[cfg(feature = "ssr")]
mod offered;
mod rows;
mod state;

#[cfg(feature = "ssr")]
pub use draft::{filter_of, groups_of};
pub use groups::Groups;
pub use kept::{KeptConditions, Sentences};
pub use names::FieldNames;
#[cfg(feature = "ssr")]
pub use offered::{all_sentences, filter_names, sentences};
pub use rows::{FormRow, Group, Rows, add, conditions, groups, remove, rows, values};
pub use state::{ConditionDraft, FilterNames};
