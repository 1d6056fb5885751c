//! Code that the app and its workspace share. It depends on neither of them.

// The derive names this crate, and the error derives.
extern crate self as foundation;

/// The one error that server functions send to the browser.
pub mod error;
/// JSON that any page may have to read.
pub mod json;
/// Answers that a page asks for before a person opens the page that needs them.
pub mod prefetch;
mod text_enum;

/// Tasks beside the requests; one that panics is started again.
#[cfg(feature = "ssr")]
pub mod background;
/// The names of browsers.
#[cfg(feature = "ssr")]
pub mod browser;
/// The only place that asks the system for the time.
#[cfg(feature = "ssr")]
pub mod clock;
/// Counts living values on a gauge of the metrics.
#[cfg(feature = "ssr")]
pub mod counted;
/// SQLite or PostgreSQL behind every module.
#[cfg(feature = "ssr")]
pub mod database;
/// Random ids and keys.
#[cfg(feature = "ssr")]
pub mod random;
