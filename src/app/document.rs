//! The document round every page, as the server sends it.

use leptos::prelude::*;
use leptos_meta::MetaTags;

use super::App;
use crate::components::{AssetBase, asset};

/// The texts that the server writes into a page's head: its description and its canonical address.
#[derive(Clone, Default)]
pub struct PageMeta {
    pub description: String,
    /// The page's canonical address (`rel="canonical"`).
    pub address: Option<String>,
}

/// Draws the HTML document around [`App`].
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let AssetBase(base) = use_context().unwrap_or_default();
    let PageMeta { description, address } = use_context().unwrap_or_default();
    view! {
        <!DOCTYPE html>
        <html lang="en" data-assets=base.clone()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="description" content=description/>
                {address.map(|address| view! { <link rel="canonical" href=address/> })}
                <link rel="icon" href=asset("favicon.svg") type="image/svg+xml"/>
                <link rel="stylesheet" href=asset("pkg/leptos-messenger.css")/>
                <AutoReload options=options.clone()/>
                // Every page can be read and used before: what draws it comes first.
                <HydrationScripts options root=base.to_string() defer=true/>
                <MetaTags/>
            </head>
            <body><App/></body>
        </html>
    }
}
