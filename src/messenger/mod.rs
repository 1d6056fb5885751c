//! The Messenger in a Leptos single-page app: a pattern to copy. `README.md` says how.
//!
//! The way from the page to the widget:
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

mod attributes;
mod bindings;
mod component;
mod diagnosis;
mod driver;
mod fields;
mod handle;
mod ids;
mod json;
mod launcher;
mod lifecycle;
mod log_out;
mod look;
mod metadata;
mod mount;
mod page_ready;
mod plain;
mod session;
mod session_resource;
mod settings;
mod token;
mod token_call;
mod token_failure;
#[cfg(feature = "legacy-user-hash")]
mod user_hash;

#[cfg(feature = "ssr")]
pub mod server;

/// The machine, for tests outside this folder, which drive it by themselves. An app has no use for it.
#[doc(hidden)]
pub mod machine {
    pub use super::lifecycle::{Lifecycle, Step};
}

pub use attributes::{Attributes, Company, Value};
/// ```
/// # use leptos::prelude::*;
/// # use leptos_router::components::{Route, Router, Routes};
/// # use leptos_router::path;
#[doc = concat!("use ", env!("CARGO_CRATE_NAME"), "::messenger::{Messenger, Session, PageReady};")]
/// # #[component]
/// # fn HomePage() -> impl IntoView {}
///
/// #[component]
/// fn App(#[prop(into)] session: Signal<Session>) -> impl IntoView {
///     view! {
///         <Router set_is_routing=PageReady::provide()>
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
pub use lifecycle::{CheckAgain, Request, State, TabMessage, Update, Url, What, Who, WidgetEvent};
pub use look::{Alignment, Look, LookError, ThemeMode};
pub use metadata::{EventMetadata, MetadataValue};
pub use page_ready::PageReady;
pub use session::{Session, SessionKey};
pub use settings::{Load, WidgetSettings};
pub use token::{Token, TokenReply};
pub use token_call::MessengerToken;
pub use token_failure::TokenFailure;
