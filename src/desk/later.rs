//! What nobody but a teammate loads: their pages, in one file of code. Each further file would split what the shop's pages
//! share once more.

use leptos::prelude::*;
use leptos_meta::Stylesheet;

use super::inbox::inbox_page;
use super::keys::keys_page;
use super::messages::messages_page;
use super::messenger::messenger_page;
use super::second_factor::second_factor_page;
use super::teammates::teammates_page;
use crate::components::{BoxedFuture, LazyPage, Missing, asset};

enum Part {
    Inbox,
    Keys,
    Messages,
    Messenger,
    SecondFactor,
    Teammates,
}

// Not `#[lazy]`: that one panics where the file does not come.
#[leptos::wasm_split::wasm_split(
    desk,
    wasm_split_path = ::leptos::wasm_split,
    preload(__preload_desk),
    fallible
)]
fn desk(part: Part) -> Result<AnyView, Missing> {
    // Before those of single pages, which add to it.
    let sheet = view! { <Stylesheet href=asset("desk.css")/> };
    let page = match part {
        Part::Inbox => inbox_page(),
        Part::Keys => keys_page(),
        Part::Messages => messages_page(),
        Part::Messenger => messenger_page(),
        Part::SecondFactor => second_factor_page(),
        Part::Teammates => teammates_page(),
    };
    Ok(view! { {sheet}{page} }.into_any())
}

pub const INBOX: LazyPage = LazyPage { view: || Box::pin(page(Part::Inbox)), preload };

pub const KEYS: LazyPage = LazyPage { view: || Box::pin(page(Part::Keys)), preload };

pub const MESSAGES: LazyPage = LazyPage { view: || Box::pin(page(Part::Messages)), preload };

pub const MESSENGER: LazyPage = LazyPage { view: || Box::pin(page(Part::Messenger)), preload };

pub const SECOND_FACTOR: LazyPage = LazyPage { view: || Box::pin(page(Part::SecondFactor)), preload };

pub const TEAMMATES: LazyPage = LazyPage { view: || Box::pin(page(Part::Teammates)), preload };

async fn page(part: Part) -> Result<AnyView, Missing> {
    #[cfg(feature = "ssr")]
    leptos::prefetch_lazy_fn_on_server("desk");
    desk(part).await
}

fn preload() -> BoxedFuture<Result<(), Missing>> {
    Box::pin(async { __preload_desk().await.map_err(Missing::from) })
}
