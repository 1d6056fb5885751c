//! The shell of every page, the table of routes, and what of it lives in a browser.
//!
//! The server makes every page: [`App`]. In the shop's pages only what has no looks goes on in the browser: the router
//! and the Messenger, in [`live`]. The inspector and the desk are made by code there too: [`desk`].

#[cfg(feature = "hydrate")]
mod desk;
#[cfg(feature = "hydrate")]
mod live;
#[cfg(feature = "hydrate")]
pub use {desk::wake_desk, live::wake_shop};

use crate::accounts::{provide_account, provide_consent};
use crate::components::ShopName;
use crate::inspector::InspectorSettings;

#[cfg(feature = "ssr")]
mod document;
#[cfg(feature = "ssr")]
pub use document::{About, App, shell};

/// What the server knows and hands on with a page. The same on both sides, in the same order: that is how what is handed
/// on is found again.
fn provide() -> ShopName {
    InspectorSettings::provide();
    provide_account();
    provide_consent();
    ShopName::provide()
}
