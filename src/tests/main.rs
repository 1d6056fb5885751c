//! Integration tests, laid out as the modules and their URLs are.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in tests a panic is the verdict"
)]

mod accounts;
mod architecture;
mod database;
mod faults;
mod inspector;
mod matrix;
mod messenger;
mod server;
mod shelf;
mod shop;
mod support;
mod workspace;
