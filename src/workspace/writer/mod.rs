//! The one task that writes what the widgets send.
//!
//! Whatever is waiting is committed together, in one transaction, and answered after the commit: one flush to the disk
//! serves many pings. A [`Batch`](super::batch::Batch) is what one such commit will hold.

mod task;
mod write;

pub use task::Writer;
pub use write::{Write, WriteReply};
