//! The document round every page, as the server sends it.

use axum::http::request::Parts;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;
use std::sync::LazyLock;

use super::{App, PageContext, team};
use crate::components::{AssetBase, asset};
use crate::pages::is_in_frame;

/// The texts that the server writes into a page's head: its description and its canonical address.
#[derive(Clone, Default)]
pub struct PageMeta {
    pub description: String,
    /// The page's canonical address (`rel="canonical"`).
    pub address: Option<String>,
}

const ICONS: &str = include_str!("../../public/svg/icons.svg");
const LOGO: &str = include_str!("../../public/svg/logo.svg");
/// The icons of the shop's frame: see `HeaderIcon`.
const HEADER_ICONS: [&str; 6] = ["boat", "cart", "mark", "menu", "search", "user"];

/// The browser fetches a page of the shop when a pointer rests on a link to it:
/// <https://wicg.github.io/nav-speculation/speculation-rules.html>. When the entered page is awake, `app/prefetch.rs` does
/// that. The rules leave out pages of one person, pages of another build (`rel`) and addresses that act.
const SPECULATION_RULES: &str = r#"{"prefetch":[{"eagerness":"moderate","where":{"and":[{"href_matches":"/*"},{"not":{"selector_matches":"[rel]"}},{"not":{"href_matches":["/api/*","/cart*","/checkout*","/orders*","/account*","/login*","/signup*"]}}]}}]}"#;

/// The symbols of the header's icons, with ids of their own: the same for each document.
static HEADER_SYMBOLS: LazyLock<String> = LazyLock::new(|| {
    let symbols = ICONS.lines().chain(LOGO.lines()).filter_map(|line| {
        let (id, rest) = line.strip_prefix("<symbol id=\"")?.split_once('"')?;
        HEADER_ICONS.contains(&id).then(|| format!("<symbol id=\"header-{id}\"{rest}"))
    });
    symbols.collect()
});

/// Draws the HTML document around [`App`].
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let AssetBase(base) = use_context().unwrap_or_default();
    let PageMeta { description, address } = use_context().unwrap_or_default();
    let code = of_page(options.clone(), &base);
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
                <AutoReload options/>
                // Every page can be read and used before: what draws it comes first.
                <HydrationScripts options=code root=base.to_string() defer=true/>
                <MetaTags/>
            </head>
            <body>
                <App/>
                <svg hidden aria-hidden="true" inner_html=HEADER_SYMBOLS.as_str()></svg>
                {speculates().then(|| view! { <script type="speculationrules" nonce=use_nonce() inner_html=SPECULATION_RULES></script> })}
            </body>
        </html>
    }
}

/// Whether the browser may fetch further pages by itself: for a visitor of the shop, not for a logged-in person.
fn speculates() -> bool {
    let is_visitor = use_context::<PageContext>().is_some_and(|page| page.account.is_none());
    is_visitor && use_context::<Parts>().is_some_and(|request| is_in_frame(request.uri.path()))
}

/// The options with the name of the files of code that the rendered page runs. While cargo-leptos watches, which gives
/// the files no version, one build has all pages.
fn of_page(mut options: LeptosOptions, base: &str) -> LeptosOptions {
    let is_of_team = use_context::<Parts>().is_some_and(|request| !is_in_frame(request.uri.path()));
    if is_of_team && !base.is_empty() {
        options.output_name = team::NAME.into();
        options.site_pkg_dir = team::FOLDER.into();
    }
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_brings_each_icon_of_the_header_once() {
        let icons = &HEADER_SYMBOLS;
        for name in HEADER_ICONS {
            assert_eq!(icons.matches(&format!("<symbol id=\"header-{name}\" viewBox=")).count(), 1, "{name}");
        }
        assert_eq!(icons.matches("</symbol>").count(), HEADER_ICONS.len());
    }
}
