//! How many things are in the cart, for the header of every page.

use leptos::prelude::*;

/// The count as a part of the request: the server counts before it renders the page.
#[cfg(feature = "ssr")]
#[derive(Clone, Copy, Debug, Default)]
pub struct CartAtLoad(pub u32);

/// The number of things in this person's cart.
#[derive(Clone, Copy)]
pub struct CartCount(pub RwSignal<u32>);

impl CartCount {
    pub fn here() -> Self {
        expect_context()
    }

    pub fn set(self, count: u32) {
        self.0.set(count);
    }
}

/// The name of the link to the cart.
pub fn in_words(count: u32) -> String {
    match count {
        0 => "Cart, empty".to_owned(),
        1 => "Cart, 1 item".to_owned(),
        more => format!("Cart, {more} items"),
    }
}
