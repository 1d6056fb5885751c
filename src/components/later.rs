//! A page whose code comes when it is first opened.

use leptos::prelude::*;
use leptos_router::ChooseView;
use std::pin::Pin;

pub type Later<T> = Pin<Box<dyn Future<Output = T>>>;

/// One of a group of pages whose code is one file. The router's own `Lazy<R>` is a type for each page, and the router's
/// code comes once a type: this is one for all.
#[derive(Clone, Copy)]
pub struct LaterPage {
    /// Which one of its group.
    pub name: &'static str,
    pub open: fn(&'static str) -> Later<AnyView>,
    pub fetch: fn() -> Later<()>,
}

impl ChooseView for LaterPage {
    async fn choose(self) -> AnyView {
        (self.open)(self.name).await
    }

    async fn preload(&self) {
        (self.fetch)().await;
    }
}

/// A file of code did not come.
#[cfg(feature = "hydrate")]
pub struct Missing;

#[cfg(feature = "hydrate")]
impl From<leptos::wasm_split::SplitLoaderError> for Missing {
    fn from(_: leptos::wasm_split::SplitLoaderError) -> Self {
        Self
    }
}
