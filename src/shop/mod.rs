//! The app's own small domain: nine coffees, their prices, and the two questions that pages ask about them.
//!
//! [`coffee`] holds the types both targets share, [`filter`] what a list's address may say, [`queries`] the server
//! functions. The coffees themselves stand in `catalogue`, on the server alone.

mod coffee;
mod filter;
mod money;
mod queries;

pub use coffee::{Coffee, Details, Roast, Use};
pub use filter::{Filter, Sort};
pub use money::{Currency, Money};
pub use queries::{GetCoffee, ListCoffees, coffee, coffees};

#[cfg(feature = "ssr")]
pub mod catalogue;
