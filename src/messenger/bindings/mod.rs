//! The only code that touches `window.Intercom`. Twins of one signature: what the browser does, and the nothing that
//! the server does instead.

/// Carries out commands.
#[cfg(not(feature = "ssr"))]
mod browser;
/// Hides all that the widget draws.
#[cfg(not(feature = "ssr"))]
mod conceal;
/// Where the page's events go.
#[cfg(not(feature = "ssr"))]
mod event_sink;
/// Reads the server's JSON.
#[cfg(not(feature = "ssr"))]
mod json;
/// Passes on what happens in the page.
#[cfg(not(feature = "ssr"))]
mod page;
/// What outlives the page.
#[cfg(not(feature = "ssr"))]
mod storage;
/// The stub that stands for the widget until its script runs.
#[cfg(not(feature = "ssr"))]
mod stub;
#[cfg(not(feature = "ssr"))]
pub(super) use {browser::*, event_sink::EventSink, page::*, storage::marker};

/// The server's twin.
#[cfg(feature = "ssr")]
mod server;
#[cfg(feature = "ssr")]
pub(super) use server::*;
