//! How many things are in the cart, for the header of every page.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{BroadcastChannel, MessageEvent};

/// The count as a part of the request: the server counts before it renders the page.
#[cfg(feature = "ssr")]
#[derive(Clone, Copy, Debug, Default)]
pub struct CartAtLoad(pub u32);

thread_local! {
    /// The browser's other tabs, which show the same cart.
    static TABS: Option<BroadcastChannel> = BroadcastChannel::new("cart-count").ok();
}

/// The number of things in this person's cart.
#[derive(Clone, Copy)]
pub struct CartCount(pub RwSignal<u32>);

impl CartCount {
    pub fn here() -> Self {
        expect_context()
    }

    /// Sets the number here and in the browser's other tabs.
    pub fn set(self, count: u32) {
        self.0.set(count);
        TABS.with(|tabs| tabs.as_ref().map(|tabs| tabs.post_message(&count.into())));
    }

    /// Takes over the number that another tab sets. For the browser alone.
    pub fn follow_other_tabs(self) {
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |message: MessageEvent| {
            if let Some(count) = message.data().as_f64() {
                self.0.set(count as u32);
            }
        });
        TABS.with(|tabs| tabs.as_ref().map(|tabs| tabs.set_onmessage(Some(heard.as_ref().unchecked_ref()))));
        // The cart's link stands in the frame of every page, as long as the app.
        heard.forget();
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
