//! What a person had typed into a plain form that was refused, so that the page it comes back to can show it again.
//!
//! It travels in a cookie of one minute, not in the address, which would end up in logs, histories and pings.

use serde::{Deserialize, Serialize};

/// The text that a person had typed into a form. It is never a password.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
}

/// The text that was typed, on a page that a refused form has just come back to; nothing on any other.
#[cfg(feature = "ssr")]
pub fn typed_before() -> Draft {
    crate::reply::typed()
}

/// Returns an empty draft: in the browser the fields hold the text already.
#[cfg(not(feature = "ssr"))]
pub fn typed_before() -> Draft {
    Draft::default()
}
