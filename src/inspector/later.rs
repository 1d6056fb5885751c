//! What nobody but a developer or a teammate loads: both pages and the dock, in one file of code, as they share most of
//! it.

use leptos::prelude::*;

use super::debugger::token_page;
use super::dock::open;
use super::page::lifecycle_page;
use crate::components::{BoxedFuture, LazyPage, Missing};

enum Part {
    Lifecycle,
    Token,
    Dock { hosted: bool },
}

// Not `#[lazy]`: that one panics where the file does not come.
#[leptos::wasm_split::wasm_split(
    inspector,
    wasm_split_path = ::leptos::wasm_split,
    preload(__preload_inspector),
    fallible
)]
fn inspector(part: Part) -> Result<AnyView, Missing> {
    Ok(match part {
        Part::Lifecycle => lifecycle_page(),
        Part::Token => token_page(),
        Part::Dock { hosted } => {
            open(hosted);
            ().into_any()
        }
    })
}

/// Shows the dock on this page, if its code comes.
pub async fn open_dock(hosted: bool) {
    _ = inspector(Part::Dock { hosted }).await;
}

pub const LIFECYCLE: LazyPage = LazyPage { view: || Box::pin(page(Part::Lifecycle)), preload };

pub const TOKEN: LazyPage = LazyPage { view: || Box::pin(page(Part::Token)), preload };

async fn page(part: Part) -> Result<AnyView, Missing> {
    #[cfg(feature = "ssr")]
    leptos::prefetch_lazy_fn_on_server("inspector");
    inspector(part).await
}

fn preload() -> BoxedFuture<Result<(), Missing>> {
    Box::pin(async { __preload_inspector().await.map_err(Missing::from) })
}
