//! Both pages of the inspector and the dock, in one file of code.

use leptos::prelude::*;

use super::debugger::token_page;
use super::dock::open;
use super::page::lifecycle_page;
use crate::components::{Missing, lazy_pages};

#[component]
fn LifecyclePage() -> impl IntoView {
    lifecycle_page()
}

#[component]
fn TokenPage() -> impl IntoView {
    token_page()
}

lazy_pages! { inspector { LIFECYCLE: LifecyclePage, TOKEN: TokenPage } }

/// Opens the dock on this page, if the browser can load its code.
#[leptos::wasm_split::wasm_split(inspector, wasm_split_path = ::leptos::wasm_split, fallible)]
pub fn open_dock(hosted: bool) -> Result<(), Missing> {
    open(hosted);
    Ok(())
}
