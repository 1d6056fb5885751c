//! The cart: a browser's, kept by a cookie, until somebody logs in there; then the account's.
//!
//! Whenever a request shows both a session and a browser's cart, what is in the latter goes over to the account's, in one
//! transaction. The cookie stays and keeps its cart, which is then empty: a cookie that is taken away could take along
//! what another tab has put in meanwhile, and after the log-out nothing of the account's is there.

mod count;
mod view;

pub use count::{CartCount, in_words};
pub use view::{Cart, CartLine, InCart};

mod api;
#[cfg(feature = "ssr")]
pub(super) mod items;
#[cfg(feature = "ssr")]
mod server;
#[cfg(feature = "ssr")]
mod shopper;
pub use api::{
    AddToCart, GetCart, RemoveFromCart, SetQuantity, add_to_cart, get_cart, remove_from_cart, set_quantity,
};
#[cfg(feature = "ssr")]
pub use count::CartAtLoad;
#[cfg(feature = "ssr")]
pub use server::Added;
#[cfg(feature = "ssr")]
pub use shopper::{CART_SECONDS, Shopper};

/// The highest quantity of one thing in a cart.
pub const MOST_OF_ONE: i64 = 20;
/// The most different things in a cart.
pub const MOST_LINES: usize = 50;
