//! The data of the second factor page.

use crate::json::Readable;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct SecondFactor {
    pub is_on: bool,
    /// Whether the server's settings require a second factor.
    pub is_required: bool,
}

/// A new secret for an authenticator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct QrEnrolment {
    /// The secret in Base32.
    pub secret: String,
    /// The secret as an address that authenticators open.
    pub url: String,
    /// The side of the QR code's square, in modules.
    pub side: usize,
    /// The path of the QR code's dark modules, for an SVG.
    pub path: String,
}
