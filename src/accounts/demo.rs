//! The accounts that the log-in page offers with one click, outside production.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Role;

/// No secret: it is printed on the log-in page.
pub const DEMO_PASSWORD: &str = "demo-password";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoAccount {
    pub name: String,
    pub email: String,
    pub role: Role,
}

/// What the log-in page offers; empty where demo accounts are off.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoAccounts(pub Vec<DemoAccount>);

impl DemoAccounts {
    /// For `App`: hands the server's list to the browser with the page, so that the log-in page knows it however one
    /// comes there.
    pub fn provide() {
        provide_context(SharedValue::new(|| use_context::<Self>().unwrap_or_default()).into_inner());
    }
}
