//! The shop's name on the pages of this host.

use serde::{Deserialize, Serialize};

use crate::json::Readable;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct ShopName {
    /// The name in page titles.
    pub whole: String,
    /// The name in the header and the footer.
    pub short: String,
}

/// The text in the browser's tab: the page's title, then the shop's name.
pub fn titled(page: &str, shop: &str) -> String {
    written(if page.is_empty() { shop.to_owned() } else { format!("{page} · {shop}") })
}

/// Escapes a title for the document. leptos_meta (0.8.7) writes a title as it gets it, and a title may be somebody's
/// name.
#[cfg(feature = "ssr")]
fn written(title: String) -> String {
    title.replace('&', "&amp;").replace('<', "&lt;")
}

/// Returns the title as it is: the browser takes it for text.
#[cfg(not(feature = "ssr"))]
fn written(title: String) -> String {
    title
}
