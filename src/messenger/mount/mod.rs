//! The page's one driver, and which `<Messenger>` is active. Twins of one signature, as in
//! [`bindings`](crate::bindings).

#[cfg(not(feature = "ssr"))]
mod browser;
#[cfg(not(feature = "ssr"))]
pub(crate) use browser::*;

#[cfg(feature = "ssr")]
mod server;
#[cfg(feature = "ssr")]
pub(crate) use server::*;
