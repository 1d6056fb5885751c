//! Accounts, passwords, sessions, roles.
//!
//! A person signs up or logs in with e-mail and password and gets a cookie; the server keeps only that cookie's hash. What the
//! browser knows of the session is a [`SignedIn`] in one signal, [`use_account`]. [`server`] holds the rules,
//! [`log_in`] and its neighbours are the endpoints that the browser calls, each at a fixed address under `/api/`.

mod checks;
mod consent;
mod current;
mod demo;

pub use checks::Trigger;
pub use consent::*;
pub use current::*;
pub use demo::{DEMO_PASSWORD, DemoAccount, DemoAccounts};

mod api;
mod draft;
mod next;
pub mod refusals;
#[cfg(feature = "ssr")]
mod server;
#[cfg(feature = "ssr")]
pub use server::{
    AccountCompany, AccountIdentity, Accounts, BROWSER_SECONDS, Caller, ConsentByDefault, CurrentSession,
    DELETED_ACCOUNT_SECONDS, Enrolment, ForgetPerson, NewSession, PasswordWork, ReplyHooks, SessionSettings,
    TRIES_SECONDS, VisitorRecords, accounts, audited, checked_email, client_address, consent_here,
    current_session, session_of_form, take_guest_order_try,
};
pub use {
    api::*,
    draft::*,
    next::{safe_next, stays_here},
};

use crate::json::Readable;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(type_name = "text", rename_all = "lowercase"))]
pub enum Role {
    Customer,
    Teammate,
}

impl Role {
    /// The role's name, as people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Customer => "Customer",
            Self::Teammate => "Teammate",
        }
    }
}

/// The person who is logged in, as far as their own browser may know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
#[cfg_attr(feature = "ssr", derive(sqlx::FromRow))]
pub struct SignedIn {
    pub name: String,
    pub email: String,
    pub role: Role,
    /// The company that they buy for.
    #[cfg_attr(feature = "ssr", sqlx(rename = "company_name"))]
    pub company: Option<String>,
    /// The session's key, which is new at every log-in. It distinguishes one session from the next and opens nothing.
    #[cfg_attr(feature = "ssr", sqlx(rename = "key", default))]
    pub session_key: String,
    /// The account's revision. It rises whenever name, e-mail, company or password change.
    pub revision: i64,
}

/// The facts that the account page shows beside who is logged in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct AccountFacts {
    /// The day on which the account was made: "9 March 2024", in UTC.
    pub customer_since: String,
    pub sessions: Vec<OpenSession>,
    /// Whether deleting the account also deletes all that the Messenger's workspace keeps of the person.
    pub chat_is_forgotten: bool,
}

/// A session of an account, as its person may know it from another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct OpenSession {
    /// The session's key. It distinguishes the session from the others, and opens nothing.
    pub key: String,
    /// The browser and its system, such as “Firefox on Linux”.
    pub device: String,
    /// The time of the last use, in Unix seconds.
    pub last_used_at: i64,
    pub seconds_ago: i64,
    /// Whether this session is the one that asks.
    pub is_this: bool,
}

/// Provides the account to `App`.
pub fn provide_account(account: Option<SignedIn>) {
    provide_context(RwSignal::new(account));
}

/// The person who is logged in on this page.
pub fn use_account() -> RwSignal<Option<SignedIn>> {
    expect_context()
}

/// The key of the session on this page. A log-in or a log-out changes the key; a change of the profile does not.
pub fn session_key(account: RwSignal<Option<SignedIn>>) -> Option<String> {
    account.with(|account| account.as_ref().map(|account| account.session_key.clone()))
}
