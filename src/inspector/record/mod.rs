//! Reports from a page what its Messenger does.
//!
//! The [`Record`] component is part of every page: it keeps `Observation`s until the `recorder` has come, whose code only
//! people who may inspect load. The recorder makes entries of them, and posts these to the server.

mod observation;
mod observer;
mod recorder;

pub use observer::Record;
