//! A ping: what `boot` and `update` send, one for each call.
//!
//! It arrives as a [`request`], is found to come from somebody ([`arrival`]), and is answered with a [`Reply`] or a
//! [`Refusal`] once what it says is stored ([`receive`]). It appears in the feed either way, but for floods ([`limits`](super::limits)).

mod arrival;
mod receive;
mod refusal;
mod reply;
mod request;
mod shutdown;

pub use receive::{Claimed, receive, take};
pub use refusal::{Full, Refusal};
pub use reply::{Reply, is_zero};
pub use request::{
    Data, LARGEST, LONGEST_TEXT, LONGEST_URL, Page, Ping, id_in, is_plain_id, parse, plain_id, shortened,
};
pub use shutdown::end_session;
