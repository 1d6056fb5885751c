//! Both pages and the dock, in one file of code that only people who may inspect load.

use super::debugger::TokenPage;
use super::view::{LifecyclePage, show_dock};
use crate::components::{Missing, lazy_pages};

lazy_pages! { inspector { LIFECYCLE: LifecyclePage, TOKEN: TokenPage } }

/// Shows the dock on this page, if the browser can load its code.
#[leptos::wasm_split::wasm_split(inspector, wasm_split_path = ::leptos::wasm_split, fallible)]
pub fn open_dock(hosted: bool) -> Result<(), Missing> {
    show_dock(hosted);
    Ok(())
}
