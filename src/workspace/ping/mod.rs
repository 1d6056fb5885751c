//! A ping: what `boot` and `update` send, one for each call.
//!
//! It arrives as a [`request`], is found to come from somebody ([`arrival`]), and is answered with a [`PingReply`] or a
//! [`Refusal`](super::refusal::Refusal) once what it says is stored ([`receive`]). It appears in the feed either way, but for floods ([`limits`](super::limits)).

mod arrival;
mod receive;
mod refused;
mod reply;
mod request;
mod shutdown;
mod verified;

pub use receive::apply_ping;
pub use refused::refused;
pub use reply::{PingReply, StoredPing};
pub use request::{LARGEST, PersonData, Ping, id_in, parse};
pub use shutdown::end_session;
pub use verified::VerifiedPing;
