//! A ping: what `boot` and `update` send, one for each call.
//!
//! It arrives as a [`request`], is found to come from somebody ([`arrival`]), and is answered with a [`Reply`] or a
//! [`Refusal`](super::refusal::Refusal) once what it says is stored ([`receive`]). It appears in the feed either way, but for floods ([`limits`](super::limits)).

mod arrival;
mod claimed;
mod receive;
mod refused;
mod reply;
mod request;
mod shutdown;

pub use claimed::Claimed;
pub use receive::take;
pub use refused::refused;
pub use reply::Reply;
pub use request::{Data, LARGEST, Ping, id_in, parse};
pub use shutdown::end_session;
