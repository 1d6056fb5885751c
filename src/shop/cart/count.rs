//! How many things are in the cart, for the header of every page.

use leptos::prelude::*;

/// What the server's context holds: counted before the page is rendered.
#[cfg(feature = "ssr")]
#[derive(Clone, Copy, Debug, Default)]
pub struct CartAtLoad(pub u32);

/// How many things are in this person's cart.
#[derive(Clone, Copy)]
pub struct CartCount(pub RwSignal<u32>);

impl CartCount {
    /// For `App`: the server writes its count into the page.
    pub fn provide() {
        #[cfg(feature = "ssr")]
        let counted = || use_context::<CartAtLoad>().unwrap_or_default().0;
        #[cfg(not(feature = "ssr"))]
        let counted = || 0;
        provide_context(Self(RwSignal::new(SharedValue::new_str(counted).into_inner())));
    }

    pub fn here() -> Self {
        expect_context()
    }

    pub fn set(self, count: u32) {
        self.0.set(count);
    }
}

/// What the link to the cart is called.
pub fn in_words(count: u32) -> String {
    match count {
        0 => "Cart, empty".to_owned(),
        1 => "Cart, 1 item".to_owned(),
        more => format!("Cart, {more} items"),
    }
}
