//! What a page reads of who is logged in.

use wasm_bindgen::JsValue;

use super::{Role, SignedIn};
use crate::json::{Readable, readable};

readable! {
    SignedIn { name, email, role, company, session_key, revision }
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
