//! Accounts, passwords, sessions, roles.
//!
//! A person logs in with e-mail and password and gets a cookie; the server keeps only that cookie's hash. What the
//! browser knows of the session is a [`SignedIn`] in one signal, [`use_account`]. [`server`] holds the rules,
//! [`log_in`] and its neighbours are their doors to the browser, each a fixed address under `/api/`.

mod api;
mod consent;
mod demo;
mod draft;
mod next;
pub mod refusals;

pub use api::*;
pub use consent::*;
pub use demo::{DEMO_PASSWORD, DemoAccount, DemoAccounts};
pub use draft::*;
pub use next::safe_next;

/// The rules, and the database behind them.
#[cfg(feature = "ssr")]
mod server;
#[cfg(feature = "ssr")]
pub use server::{
    Accounts, CurrentSession, ExpiredCookies, NewSession, SessionSettings, current_session, typed_before,
};

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "lowercase"))]
pub enum Role {
    Customer,
    Teammate,
}

impl Role {
    /// As people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Customer => "Customer",
            Self::Teammate => "Teammate",
        }
    }
}

/// The person who is logged in, as far as their own browser may know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    pub name: String,
    pub email: String,
    pub role: Role,
    /// New at every log-in; tells one session from the next and opens nothing.
    pub session_key: String,
    /// Rises whenever name or e-mail change.
    pub revision: i64,
}

/// What the server's context holds: who made the request.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SignedInAtLoad(pub Option<SignedIn>);

/// For `App`: hands the server's knowledge of who is here to the browser with the page.
pub fn provide_account() {
    let known = SharedValue::new(|| use_context::<SignedInAtLoad>().unwrap_or_default()).into_inner();
    provide_context(RwSignal::new(known.0));
}

/// Who is logged in on this page.
pub fn use_account() -> RwSignal<Option<SignedIn>> {
    expect_context()
}
