//! What a page reads of who is logged in.

use wasm_bindgen::JsValue;

use super::{About, DemoAccount, OpenSession, Role, SignedIn};
use crate::json::{Readable, readable};

readable! {
    SignedIn { name, email, role, company, session_key, revision }
    About { customer_since, sessions, chat_is_forgotten }
    OpenSession { key, device, last_used_at, seconds_ago, is_this }
    DemoAccount { name, email, role }
}

impl Readable for Role {
    fn from_js(role: &JsValue) -> Option<Self> {
        match role.as_string()?.as_str() {
            "customer" => Some(Self::Customer),
            "teammate" => Some(Self::Teammate),
            _ => None,
        }
    }
}
