//! A page whose code comes when it is first opened.

use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
use leptos_router::ChooseView;
use leptos_router::hooks::use_url;
use std::pin::Pin;

use super::address;

pub type BoxedFuture<T> = Pin<Box<dyn Future<Output = T>>>;

/// One of several pages whose code is one file: see `#[lazy]`. The router's own `Lazy<R>` is a type for each page, and
/// the router's code is compiled once for each type: this is one type for all.
#[derive(Clone, Copy)]
pub struct LazyPage {
    pub view: fn() -> BoxedFuture<Result<AnyView, Missing>>,
    /// Fetches the code.
    pub preload: fn() -> BoxedFuture<Result<(), Missing>>,
}

/// A file of code did not come.
pub struct Missing;

impl From<SplitLoaderError> for Missing {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

impl ChooseView for LazyPage {
    async fn choose(self) -> AnyView {
        match (self.view)().await {
            Ok(page) => page,
            Err(Missing) => load_by_itself().await,
        }
    }

    /// Without the code of the page that was entered nothing hydrates: its links and forms work by themselves.
    async fn preload(&self) {
        if (self.preload)().await.is_err() {
            std::future::pending().await
        }
    }
}

/// The browser loads the page whose code did not come. Until then the former page stays, and no route change is settled.
async fn load_by_itself() -> AnyView {
    let address = use_url().with_untracked(address);
    _ = location().assign(&address);
    std::future::pending().await
}
