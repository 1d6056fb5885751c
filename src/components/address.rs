//! The address of a page as a text.

use leptos_router::location::Url;

/// Path and query of a page.
pub fn address(url: &Url) -> String {
    match url.search() {
        "" => url.path().to_owned(),
        query => format!("{}?{query}", url.path()),
    }
}
