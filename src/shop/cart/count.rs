//! How many things are in the cart, for the header of every page.

/// What the server's context holds: counted before the page is rendered.
#[cfg(feature = "ssr")]
#[derive(Clone, Copy, Debug, Default)]
pub struct CartAtLoad(pub u32);

/// What the link to the cart is called.
pub fn in_words(count: u32) -> String {
    match count {
        0 => "Cart, empty".to_owned(),
        1 => "Cart, 1 item".to_owned(),
        more => format!("Cart, {more} items"),
    }
}
