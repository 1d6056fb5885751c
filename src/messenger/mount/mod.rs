//! The page's one driver, and which `<Messenger>` is active. Twins of one signature, as in
//! [`bindings`](super::bindings).

#[cfg(not(feature = "ssr"))]
mod browser;
#[cfg(not(feature = "ssr"))]
pub(super) use browser::*;

#[cfg(feature = "ssr")]
mod server;
#[cfg(feature = "ssr")]
pub(super) use server::*;
