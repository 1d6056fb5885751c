//! What the shop is called on the pages of this host.

use serde::{Deserialize, Serialize};

use crate::json::Readable;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Readable)]
pub struct ShopName {
    /// In titles.
    pub whole: String,
    /// In header and footer.
    pub short: String,
}

/// What stands in the tab.
pub fn titled(page: &str, shop: &str) -> String {
    written(if page.is_empty() { shop.to_owned() } else { format!("{page} · {shop}") })
}

/// Into the document, as the text that it is. leptos_meta (0.8.7) writes a title as it gets it, and a title may be somebody's
/// name.
#[cfg(feature = "ssr")]
fn written(title: String) -> String {
    title.replace('&', "&amp;").replace('<', "&lt;")
}

/// The browser takes it for text.
#[cfg(not(feature = "ssr"))]
fn written(title: String) -> String {
    title
}
