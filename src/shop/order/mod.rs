//! Orders: a cart becomes one in a single transaction, once for each key; then its status follows from the time alone.

mod address;
mod api;
mod status;
mod view;

pub use address::{Address, COUNTRIES, Country, typed_address};
pub use api::{
    OrderAgain, PlaceOrder, get_checkout, get_order, left_out, list_orders, order_again, place_order,
};
pub use status::{Stage, batch_after, roasted_before, timeline};
pub use view::{Checkout, NewOrder, OrderLine, OrderSummary, OrderView};

mod again;
mod place;
pub use again::Again;
pub use place::Placed;
mod read;
