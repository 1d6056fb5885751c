//! What goes into a cart and out of it.
//!
//! A request first finds its cart: [`open`] locks the account's or the browser's, and joins them once both are there.
//! Then it [`add`]s items, [`change`]s a line or [`read`]s. [`lines`] holds the limits of one cart.

mod add;
mod change;
mod lines;
mod open;
mod read;

pub use add::Added;
