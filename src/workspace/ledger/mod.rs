//! The ledger: every change of the workspace, as an event in the transaction of the change.
//!
//! A [`Change`] holds ids and the names of fields, never text or values: it can be kept, sent on and shown without a
//! look at what is in it. Its number is the next of all events, so that whoever sees a number sees all lower ones.
//! [`LedgerKind::readers`] says who may see each kind.

mod change;
mod kind;
mod rows;

pub use change::{Change, ChangedBy, changed_fields};
pub use kind::{LedgerKind, Readers};
pub use rows::{
    LedgerEntry, Numbered, add, forget_company, forget_person, forget_visitors, hand_over, of_company,
    of_person,
};
