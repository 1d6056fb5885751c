//! **leptos-messenger**: a Leptos single-page app with an integrated Intercom Messenger.
//!
//! Start reading at [`app`] (every page in one table), then [`messenger`] (the pattern to copy).

// Where a shell's RUSTFLAGS take the place of .cargo/config.toml's, views are not erased, and their types nest deep.
#![recursion_limit = "512"]

/// Accounts, passwords, sessions, roles.
pub mod accounts;
/// The document, the table of pages, and `PageContext`: what every page knows.
pub mod app;
/// View pieces that the pages share: headings, icons, lazy pages (`lazy_page`), loaded data (`loaded`).
pub mod components;
/// The pages of teammates under `/workspace/`: `inbox`, `messages`, `keys` and others. `guard` says who may call.
pub mod desk;
/// `/lifecycle`: the app's calls beside the pings that the workspace received. `timeline` joins them.
pub mod inspector;
/// The shop's pages, one file each. `frame` is header and footer.
pub mod pages;
/// The app's own small domain: coffees, guides and plans, carts, orders and subscriptions, and the events that the
/// support team receives about them.
pub mod shop;

/// A typed client of Intercom's REST API.
#[cfg(feature = "ssr")]
pub mod intercom;
/// The request that a server function may read, and the reply that it may write into.
#[cfg(feature = "ssr")]
mod reply;
/// Settings, state, router, security headers, telemetry, shutdown: where the modules are joined.
#[cfg(feature = "ssr")]
pub mod server;

#[cfg(feature = "ssr")]
use foundation::{background, browser, counted, random};
/// A crate of its own: what app and workspace share.
#[cfg(feature = "ssr")]
pub use foundation::{clock, database};
pub use foundation::{error, json, prefetch};
/// A crate of its own, and the pattern to copy: it loads the widget, boots it with a signed token, pings on every route
/// and shuts down on log-out.
pub use messenger;
/// A crate of its own: Intercom's stand-in, with the widget, what it sends, and the feed of it.
pub use workspace;

/// Wakes the server-rendered page up.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub async fn hydrate() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    app::hydrate().await;
}

/// Room for the splitter: it moves the texts of lazy pages out of the main file only if all of them, aligned anew, still
/// fit into what the linker laid out. Nothing refers to it, so it is in no file that is served.
#[cfg(all(target_arch = "wasm32", not(debug_assertions)))]
#[used]
static ROOM: [u8; 65_536] = [1; 65_536];
