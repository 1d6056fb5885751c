//! A step of the verification of an identity.

use serde::{Deserialize, Serialize};

/// A check of an identity before it is believed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    pub passed: bool,
    /// A sentence. It names a key by its name, and holds none of its characters.
    pub text: String,
}
