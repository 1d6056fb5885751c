//! The Messenger in a Leptos single-page app: a crate to copy. `README.md` says how.
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

mod attributes;
mod bindings;
mod component;
mod diagnosis;
mod driver;
#[cfg(any(test, not(feature = "ssr")))]
mod early_report;
mod fields;
mod handle;
mod ids;
mod json;
mod launcher;
mod lifecycle;
mod loading;
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
mod user_hash;

#[cfg(feature = "ssr")]
pub mod server;

/// The machine's inside, for logs, inspectors and tests: [`MessengerHandle::observe`] shows every event, command, drop
/// and finding.
pub mod observe {
    pub use crate::diagnosis::Finding;
    pub use crate::driver::Observed;
    pub use crate::lifecycle::{
        AuthTokens, Call, Command, Dropped, Event, Identity, Marker, Now, Queue, Reason,
        Registration, Request, TabMessage, Update, What, WidgetEvent,
    };
    /// For tests outside this crate, which drive the machine by themselves.
    #[doc(hidden)]
    pub use crate::lifecycle::{Lifecycle, Step};
    pub use crate::token::{Token, TokenReply};
    pub use crate::token_failure::TokenFailure;
}

pub use attributes::{Attributes, Company, Value};
/// ```
/// # use leptos::prelude::*;
/// # use leptos_router::components::{Route, Router, Routes};
/// # use leptos_router::path;
/// use messenger::{Messenger, Session, PageReady};
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
pub use fields::AttributeError;
pub use handle::{Listening, MessengerHandle, use_messenger};
pub use ids::{ArticleId, ChecklistId, ConversationId, NewsId, Space, SurveyId, TicketId, TourId};
pub use launcher::{ContactFallback, Launcher};
pub use lifecycle::{CheckAgain, State, Url, Who};
pub use look::{Alignment, Look, LookError, ThemeMode};
pub use metadata::{EventMetadata, MetadataValue};
pub use page_ready::PageReady;
pub use session::{Session, SessionKey};
pub use settings::{Load, WidgetSettings};
pub use token_call::MessengerToken;
