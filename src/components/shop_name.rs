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
    /// For `App`: hands the server's words to the browser with the page.
    pub fn provide() -> Self {
        let known = || use_context::<Self>().unwrap_or_default();
        let whole = SharedValue::new_str(move || known().whole).into_inner();
        let short = SharedValue::new_str(move || known().short).into_inner();
        let name = Self { whole, short };
        provide_context(name.clone());
        name
    }
}
