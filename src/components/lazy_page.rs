//! Pages whose code the browser loads when a person first opens one of them.

use leptos::prelude::*;
use leptos::wasm_split::SplitLoaderError;
#[cfg(feature = "ssr")]
use leptos_meta::Link;
use leptos_router::ChooseView;
use leptos_router::hooks::use_url;
use std::pin::Pin;

use super::address;
#[cfg(feature = "ssr")]
use super::{AssetBase, asset};

pub type BoxedFuture<T> = Pin<Box<dyn Future<Output = T>>>;

/// A page in a file of code that several pages share: see [`lazy_pages!`](crate::components::lazy_pages).
#[derive(Clone, Copy)]
pub struct LazyPage {
    pub name: &'static str,
    /// Loads the file and draws the page of this name.
    pub draw: fn(&'static str) -> BoxedFuture<Result<AnyView, Missing>>,
    /// Loads the file.
    pub preload: fn() -> BoxedFuture<Result<(), Missing>>,
}

/// The browser could not load a file of code.
pub struct Missing;

impl From<SplitLoaderError> for Missing {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

impl LazyPage {
    pub fn view(self) -> BoxedFuture<Result<AnyView, Missing>> {
        (self.draw)(self.name)
    }
}

impl ChooseView for LazyPage {
    async fn choose(self) -> AnyView {
        match self.view().await {
            Ok(page) => page,
            Err(Missing) => load_whole_page().await,
        }
    }

    /// Loads the code of the page that was entered. Without it nothing hydrates: the page's links and forms work by
    /// themselves.
    async fn preload(&self) {
        if (self.preload)().await.is_err() {
            std::future::pending().await
        }
    }
}

/// The browser loads the page whose code did not come. Until then the former page stays, and no route change is
/// settled.
async fn load_whole_page() -> AnyView {
    let address = use_url().with_untracked(address);
    _ = location().assign(&address);
    std::future::pending().await
}

/// Has the document ask for the file of the entered page beside the main file. Leptos' own `prefetch_lazy_fn_on_server` leaves the
/// file out of some documents: it reads its contexts after it has waited for the page's data, on whichever thread goes on
/// (leptos_integration_utils 0.8.10).
#[cfg(feature = "ssr")]
pub fn preload_on_server(folder: &str, file: &str) {
    // While cargo-leptos watches, a group is many files and no file has a version.
    if use_context::<AssetBase>().is_none_or(|base| base.0.is_empty()) {
        return;
    }
    let group = asset(&format!("{folder}/split_{file}.wasm"));
    let loader = asset(&format!("{folder}/__wasm_split.______________________.js"));
    // The component writes into the head.
    _ = view! { <Link rel="preload" href=group as_="fetch" type_="application/wasm" crossorigin="anonymous" fetchpriority="low"/> }.to_html();
    _ = view! { <Link rel="modulepreload" href=loader crossorigin="anonymous" fetchpriority="low"/> }
        .to_html();
}

/// Declares a [`LazyPage`] constant for each component. The code of all of them becomes one file of this name, in the folder
/// that the constant `FOLDER` beside them names.
///
/// leptos' `#[lazy_route]` panics where the file does not come, and makes a file for each page.
macro_rules! lazy_pages {
    ($file:ident { $($constant:ident: $page:ident),* $(,)? }) => {
        mod $file {
            use leptos::prelude::*;

            use super::*;
            use $crate::components::{BoxedFuture, LazyPage, Missing};

            #[leptos::wasm_split::wasm_split($file, wasm_split_path = ::leptos::wasm_split, preload(preload_file), fallible)]
            fn $file(page: &'static str) -> Result<AnyView, Missing> {
                Ok(match page {
                    $(stringify!($page) => view! { <$page/> }.into_any(),)*
                    _ => ().into_any(),
                })
            }

            fn draw(page: &'static str) -> BoxedFuture<Result<AnyView, Missing>> {
                Box::pin(async move {
                    #[cfg(feature = "ssr")]
                    $crate::components::preload_on_server(FOLDER, stringify!($file));
                    $file(page).await
                })
            }

            fn preload() -> BoxedFuture<Result<(), Missing>> {
                Box::pin(async { preload_file().await.map_err(Missing::from) })
            }

            $(pub const $constant: LazyPage = LazyPage { name: stringify!($page), draw, preload };)*
        }
        pub use $file::{$($constant),*};
    };
}
pub(crate) use lazy_pages;
