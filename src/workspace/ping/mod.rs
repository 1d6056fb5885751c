//! A ping: what `boot` and `update` send, one for each call.
//!
//! It is [`request`] when it arrives, is answered with a [`Reply`] or a [`Refusal`] once what it says is stored
//! ([`receive`]), and appears in the feed either way.

mod arrival;
mod receive;
mod refusal;
mod request;

pub use receive::{Reply, end_session, receive};
pub use refusal::Refusal;
pub use request::{LARGEST, Page, Ping, parse};
