//! The only code that touches `window.Intercom`. Each function has a twin of one signature, which does nothing on the
//! server.

#[cfg(not(feature = "ssr"))]
mod browser;
#[cfg(not(feature = "ssr"))]
mod conceal;
#[cfg(not(feature = "ssr"))]
mod event_sink;
#[cfg(not(feature = "ssr"))]
mod json;
#[cfg(not(feature = "ssr"))]
mod names;
#[cfg(not(feature = "ssr"))]
mod page;
#[cfg(not(feature = "ssr"))]
mod storage;
#[cfg(not(feature = "ssr"))]
mod stub;
#[cfg(not(feature = "ssr"))]
pub(crate) use {browser::*, event_sink::EventSink, names::*, page::*, storage::marker};

#[cfg(feature = "ssr")]
mod server;
#[cfg(feature = "ssr")]
pub(crate) use server::*;
