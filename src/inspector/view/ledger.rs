//! The ledger of the person whom a moment is about.

use leptos::prelude::*;

use crate::inspector::LEDGER_PATH;

/// A link to the last changes of the person whom an entry of the workspace's lane is about.
pub fn ledger_view(entry: u64) -> AnyView {
    let path = format!("{LEDGER_PATH}?entry={entry}");
    view! { <section><a href=path target="_blank" rel="external">"The ledger of the person"</a></section> }
        .into_any()
}
