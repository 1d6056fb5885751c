//! What nobody but a developer or a teammate loads: both pages and the dock, in one file of code, as they share most of
//! it.

use leptos::prelude::*;

use super::debugger::token_page;
use super::dock::open;
use super::page::lifecycle_page;
use crate::components::{LazyPage, Missing};

enum Part {
    Lifecycle,
    Token,
    Dock { hosted: bool },
}

#[lazy]
fn inspector(part: Part) -> AnyView {
    match part {
        Part::Lifecycle => lifecycle_page(),
        Part::Token => token_page(),
        Part::Dock { hosted } => {
            open(hosted);
            ().into_any()
        }
    }
}

/// Shows the dock on this page.
pub async fn open_dock(hosted: bool) {
    inspector(Part::Dock { hosted }).await;
}

pub const LIFECYCLE: LazyPage =
    LazyPage { view: || Box::pin(inspector(Part::Lifecycle)), preload: || Box::pin(preload()) };

pub const TOKEN: LazyPage =
    LazyPage { view: || Box::pin(inspector(Part::Token)), preload: || Box::pin(preload()) };

async fn preload() -> Result<(), Missing> {
    // Made by `#[lazy]`, in the browser alone.
    #[cfg(feature = "hydrate")]
    __preload_inspector().await;
    Ok(())
}
