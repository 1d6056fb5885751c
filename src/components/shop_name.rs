//! What the shop is called on the pages of this host.

use leptos::prelude::*;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShopName {
    /// In titles.
    pub whole: String,
    /// In header and footer.
    pub short: String,
}

impl ShopName {
    /// For `App`: the server writes the names into the page, as two lines.
    pub fn provide() -> Self {
        let lines = SharedValue::new_str(|| {
            let Self { whole, short } = use_context().unwrap_or_default();
            whole + "\n" + &short
        });
        let lines = lines.into_inner();
        let (whole, short) = lines.split_once('\n').unwrap_or_default();
        let name = Self { whole: whole.to_owned(), short: short.to_owned() };
        provide_context(name.clone());
        name
    }
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
