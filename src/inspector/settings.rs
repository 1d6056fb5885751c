//! The inspector's settings, which go to the browser with the page.

use serde::{Deserialize, Serialize};

use crate::json::Readable;

/// Settings that the page needs before the stream begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct InspectorSettings {
    /// Whether this person may look, and whether their pages report.
    pub open: bool,
    /// The workspace is hosted: its pages show the second lane.
    pub hosted: bool,
}
