//! The accounts that the log-in page offers with one click, outside production.

use crate::json::Readable;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::Role;

/// The password of demo accounts that everybody may know. It is no secret: it is printed on the log-in page.
pub const DEMO_PASSWORD: &str = "demo-password";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct DemoAccount {
    pub name: String,
    pub email: String,
    pub role: Role,
}

/// The accounts that the log-in page offers; none where demo accounts are off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DemoAccounts(pub Arc<[DemoAccount]>);
