//! `/lifecycle`: what the app called beside what the workspace received. The only module that sees both sides.
//!
//! `record` runs in every page of the app: it sends what the Messenger pattern does to the `server`. The embedded
//! workspace has its own feed. The server sends both as one stream of [`StreamMessage`]s to the inspector's page. There
//! the `timeline` joins a call with the ping that it became, and the `view` draws it: as a page of its own, or docked
//! under any page of the shop.
//!
//! The `debugger` at `/lifecycle/token` takes a pasted token apart, in the browser alone.

mod browser;
mod debugger;
mod entry;
mod format;
#[cfg(feature = "shop")]
mod record;
mod settings;
mod timeline;
mod token;
mod view;

#[cfg(feature = "ssr")]
pub mod server;

/// The styles of all parts of the inspector.
const SHEET: &str = "inspector.css";

pub use debugger::*;
pub use entry::*;
#[cfg(feature = "shop")]
pub use record::Record;
pub use settings::InspectorSettings;
pub use timeline::*;
pub use view::LifecyclePage;

/// The address that receives the entries of a page.
pub const CALLS_PATH: &str = "/lifecycle/calls";
/// The address of the page with a person’s ledger.
pub const LEDGER_PATH: &str = "/lifecycle/ledger";
/// The address that streams the entries of both lanes.
pub const STREAM_PATH: &str = "/lifecycle/stream";
