//! Data events: what people did, as a page reports it by `trackEvent`.
//!
//! An event rides on a messenger session, so it is known whose it is; it counts as no impression. It arrives as a
//! [`request`](parse), its [`Metadata`] is held against the limits, and it is answered once it is stored
//! ([`receive`]), beside pings, by the same hand.

mod metadata;
mod names;
mod receive;
mod request;
mod rows;

pub use metadata::Metadata;
pub use names::{EventName, archive_event_name, event_names};
pub use receive::{EventReply, store_event};
pub use request::{DataEvent, parse};
pub use rows::hand_over;
