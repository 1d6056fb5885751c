//! The Messenger in a Leptos single-page app: a pattern to copy. `README.md` says how.
//!
//! What happens, from the outside in:
//!
//! 1. [`Messenger`] goes round the routes. It turns the host's session signal and the settled URL into events.
//! 2. `driver` hands each event to the machine in `lifecycle`, which holds every decision and touches no browser.
//! 3. The commands that come back are carried out: by `bindings`, the only code that knows `window.Intercom`, or by
//!    asking the server for a token.
//! 4. On the server, [`server::MessengerHost`] is what the pattern asks of the app: who is logged in, and which
//!    workspace serves this request.
//!
//! The app itself talks to the Messenger through [`use_messenger`].

mod bindings;
mod component;
mod driver;
mod handle;
mod lifecycle;
mod location;
mod session;
mod settings;
mod token;

/// The server's half: the host's trait, signing, Content-Security-Policy, cookies.
#[cfg(feature = "ssr")]
pub mod server;

pub use component::Messenger;
pub use driver::Observed;
pub use handle::{LoggingOut, MessengerHandle, use_messenger};
pub use lifecycle::*;
pub use location::Settling;
pub use session::{Session, SessionKey};
pub use settings::{Alignment, AttributeError, Attributes, Look, Value, WidgetSettings};
pub use token::{Token, TokenFailure, TokenReply};
