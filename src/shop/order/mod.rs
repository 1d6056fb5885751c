//! Orders: a cart becomes one in a single transaction, once for each key; then its status follows from the time alone.

mod address;
mod api;
mod view;

pub use address::{Address, COUNTRIES, Country, typed_order};
pub use api::{
    ForgetAddress, GetCheckout, GetOrder, ListOrders, OrderAgain, PlaceOrder, forget_address, get_checkout,
    get_order, left_out, list_orders, order_again, place_order,
};
pub use view::{Checkout, NewOrder, OrderLine, OrderStage, OrderSummary, OrderView, order_number};

#[cfg(feature = "ssr")]
mod again;
#[cfg(feature = "ssr")]
mod guest;
#[cfg(feature = "ssr")]
mod place;
#[cfg(feature = "ssr")]
mod read;
#[cfg(feature = "ssr")]
mod saved_address;
#[cfg(feature = "ssr")]
mod status;
#[cfg(feature = "ssr")]
pub use status::{batch_after, roasted_before, timeline};
#[cfg(feature = "ssr")]
pub use {
    again::Again,
    guest::{GUEST_ORDER_KEPT_SECONDS, Guest, MOST_BAGS_OF_A_GUEST},
    place::Placed,
};
