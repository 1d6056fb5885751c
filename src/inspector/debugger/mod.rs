//! `/lifecycle/token`: what is wrong with a token, and what helps. Empty that is put into it leaves the page.
//!
//! What was [`pasted`] is freed of what came along and taken apart. [`findings`] say in words what the parts and the
//! [`claims`] mean by the [`clocks`], and what the [`signature`] and a secret have to do with each other. All of that is
//! plain Rust; the browser gives the time, and the HMAC (`hmac`).

mod claims;
mod clocks;
mod finding;
mod findings;
mod hmac;
mod page;
mod pasted;
mod signature;
mod view;

pub use clocks::{Clocks, RenderedAt};
pub use finding::{Level, TokenFinding};
pub use findings::{findings, summary};
pub use page::TokenPage;
pub use pasted::{Parts, Pasted, Shape};
pub use signature::{SecretReading, Signed, readings};
