//! What the support team is told, and the way it goes.

mod client;
mod intercom;
mod outbox;
mod told;
