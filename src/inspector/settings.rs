//! The inspector's settings, which go to the browser with the page.

use leptos::prelude::*;

/// Settings that the page needs before the stream begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InspectorSettings {
    /// Whether this person may look, and whether their pages report.
    pub open: bool,
    /// The workspace is hosted: its pages show the second lane.
    pub hosted: bool,
}

impl InspectorSettings {
    /// Provides the settings to `App`. The browser reads them from the page, as two letters.
    pub fn provide() {
        let text = SharedValue::new_str(|| {
            let Self { open, hosted } = use_context().unwrap_or_default();
            String::from(if open { "o" } else { "" }) + if hosted { "h" } else { "" }
        });
        let text = text.into_inner();
        provide_context(Self { open: text.contains('o'), hosted: text.contains('h') });
    }
}
