//! What the support team is told, and the way it goes.

mod activity;
mod client;
mod intercom;
mod outbox;
