//! What is sent to the support team, and the way it goes.

mod activity;
mod client;
mod intercom;
mod outbox;
