//! Accounts, passwords, sessions, roles.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    Customer,
    Teammate,
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

/// Who is logged in on this page: provided by `App`, filled on the server from the session cookie.
pub fn use_account() -> RwSignal<Option<SignedIn>> {
    expect_context()
}
