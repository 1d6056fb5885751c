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

/// What the log-in page offers; nothing where demo accounts are off. As JSON until that page reads it: the app itself,
/// which every visitor loads, has no use for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DemoAccounts(String);

impl DemoAccounts {
    pub fn of(accounts: &[DemoAccount]) -> Self {
        Self(serde_json::to_string(accounts).unwrap_or_default())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn list(&self) -> Vec<DemoAccount> {
        serde_json::from_str(&self.0).unwrap_or_default()
    }

    /// For `App`: hands the server's list to the browser with the page, so that the log-in page knows it however one
    /// comes there.
    pub fn provide() {
        let text = SharedValue::new_str(|| use_context::<Self>().unwrap_or_default().0);
        provide_context(Self(text.into_inner()));
    }
}
