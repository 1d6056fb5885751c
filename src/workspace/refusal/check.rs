//! A step of the verification of an identity.

use serde::{Deserialize, Serialize};

/// One thing that was looked at before an identity was believed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    pub passed: bool,
    /// A sentence. Names the key by its name; never holds any of its characters.
    pub text: String,
}
