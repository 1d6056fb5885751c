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

#![allow(unexpected_cfgs, reason = "an app without the feature `legacy-user-hash` need not declare it")]

/// Custom attributes and companies, with Intercom's limits.
mod attributes;
/// The only code that touches `window.Intercom`.
mod bindings;
/// `<Messenger>`.
mod component;
/// What the page can see is wrong, with cause and fix.
mod diagnosis;
/// Runs the machine in the page.
mod driver;
/// The one check of names and values.
mod fields;
/// `use_messenger()`: every call that an app makes.
mod handle;
/// Ids of content in the workspace.
mod ids;
/// The JSON between server and page.
mod json;
/// `<Launcher>` and `<ContactFallback>`.
mod launcher;
/// The machine: every decision, without a browser.
mod lifecycle;
/// The moment at which an address has settled.
mod location;
/// Log-out, by a future or by an action.
mod log_out;
/// How the Messenger looks: settings of every boot.
mod look;
/// Metadata of events, with Intercom's limits.
mod metadata;
/// The page's one driver, and which `<Messenger>` is active.
mod mount;
/// A value as JavaScript has it.
mod plain;
/// Who is here.
mod session;
/// The same, of a host that asks by a `Resource`.
mod session_resource;
/// What every boot carries besides identity.
mod settings;
/// The identity token.
mod token;
/// The server function that returns it.
mod token_call;
/// Why there is none.
mod token_failure;
/// The older proof of identity, beside the token.
#[cfg(feature = "legacy-user-hash")]
mod user_hash;

/// The server's half: the host's trait, signing, Content-Security-Policy, cookies.
#[cfg(feature = "ssr")]
pub mod server;

/// For tests outside this folder, which drive the machine by themselves. An app has no use for it.
#[doc(hidden)]
pub mod machine {
    pub use super::lifecycle::{Lifecycle, Step};
}

pub use attributes::{Attributes, Company, Value};
/// ```
/// # use leptos::prelude::*;
/// # use leptos_router::components::{Route, Router, Routes};
/// # use leptos_router::path;
#[doc = concat!("use ", env!("CARGO_CRATE_NAME"), "::messenger::{Messenger, Session, Settling};")]
/// # #[component]
/// # fn HomePage() -> impl IntoView {}
///
/// #[component]
/// fn App(#[prop(into)] session: Signal<Session>) -> impl IntoView {
///     view! {
///         <Router set_is_routing=Settling::provide()>
///             <Messenger session>
///                 <Routes fallback=|| "Not found">
///                     <Route path=path!("/") view=HomePage/>
///                 </Routes>
///             </Messenger>
///         </Router>
///     }
/// }
/// ```
pub use component::Messenger;
pub use diagnosis::Finding;
pub use driver::Observed;
pub use fields::AttributeError;
pub use handle::{Listening, MessengerHandle, use_messenger};
pub use ids::*;
pub use launcher::{ContactFallback, Launcher};
pub use lifecycle::{
    AuthTokens, Call, Command, Dropped, Event, Identity, Marker, Now, Queue, Reason, Registration,
};
pub use lifecycle::{Request, Stale, State, TabMessage, Update, Url, What, Who, WidgetEvent};
pub use location::Settling;
pub use look::{Alignment, Look, LookError, ThemeMode};
pub use metadata::{EventMetadata, MetadataValue};
pub use session::{Session, SessionKey};
pub use settings::{Load, WidgetSettings};
pub use token::{Token, TokenReply};
pub use token_call::MessengerToken;
pub use token_failure::TokenFailure;
