//! The parts of a page's address that pages read.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The `:slug` of the address.
pub fn use_slug() -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get("slug").unwrap_or_default()))
}
