//! `/workspace/second-factor`: a teammate's log-in asks for a code of their authenticator, too.

mod api;
mod page;
#[cfg(feature = "ssr")]
mod server;
mod state;

pub use page::SecondFactorPage;
