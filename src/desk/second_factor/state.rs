//! What the page knows.

use crate::json::Readable;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct SecondFactor {
    pub is_on: bool,
    /// By the server's settings.
    pub is_required: bool,
}

/// What an authenticator learns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct Enrolment {
    /// Base32.
    pub secret: String,
    /// An address that authenticators open.
    pub url: String,
    /// The same as a picture: the side of its square, and the path of its dark modules in an SVG.
    pub side: usize,
    pub path: String,
}
