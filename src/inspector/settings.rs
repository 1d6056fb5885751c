//! What the server tells the browser of the inspector before its stream begins.

use leptos::prelude::*;

/// What the page has to know before the stream begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InspectorSettings {
    /// Whether this person may look, and whether their pages report.
    pub open: bool,
    /// The workspace is hosted: the second lane is kept there.
    pub hosted: bool,
}

impl InspectorSettings {
    /// For `App`: hands the server's settings to the browser with the page, as two letters.
    pub fn provide() {
        let text = SharedValue::new_str(|| {
            let Self { open, hosted } = use_context().unwrap_or_default();
            String::from(if open { "o" } else { "" }) + if hosted { "h" } else { "" }
        });
        let text = text.into_inner();
        provide_context(Self { open: text.contains('o'), hosted: text.contains('h') });
    }
}
