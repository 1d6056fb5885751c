//! The app's own small domain: coffees, how to brew them, and plans; what they cost, carts and orders.
//!
//! [`coffee`], [`guide`] and [`facet`] hold the types both targets share, [`filter`] what a list's address may say,
//! [`queries`] the server functions of what is only read: `catalogue`, `guides`, `search`, on the server alone. What one
//! buys is an [`item`]; it costs what [`totals`] says, lies in a [`cart`], becomes an [`order`] and may come again as a
//! [`subscription`]. The rules are methods of `Shop`, each beside its SQL; the browser calls them through the `api` of
//! each folder.

#[cfg(feature = "ssr")]
mod bought;
pub mod cart;
mod coffee;
mod facet;
mod facts_api;
mod filter;
mod guide;
mod item;
mod keyed;
mod money;
mod plan;
pub mod refusals;
pub mod support;
mod totals;

pub use coffee::{Coffee, Details, Listing, Roast, Use};
pub use facet::{Facet, Origin, PriceBand, Process};
pub use facts_api::{AskKnown, customer_facts};
pub use filter::{Facets, Filter, Sort};
pub use guide::{BrewStep, Guide, GuideCard, SearchResults, duration};
pub use item::{Grind, Item, Often, Size};
pub use money::{Currency, Money};
pub use plan::Plan;
pub use totals::{FREE_DELIVERY_FROM, Totals};

#[cfg(feature = "ssr")]
pub mod catalogue;
#[cfg(feature = "ssr")]
mod data_file;
#[cfg(feature = "ssr")]
mod day;
#[cfg(feature = "ssr")]
mod facts;
#[cfg(feature = "ssr")]
pub mod guides;
pub mod order;
mod queries;
#[cfg(feature = "ssr")]
pub mod search;
#[cfg(feature = "ssr")]
mod server;
#[cfg(feature = "ssr")]
mod sold_out;
#[cfg(feature = "ssr")]
mod stock;
pub mod subscription;
pub use queries::{
    GetCoffeeDetails, GetCoffees, GetGuideDetails, GetGuides, GetOnTheRoaster, coffee, coffees, guide,
    guides, on_the_roaster, search,
};
#[cfg(feature = "ssr")]
pub use {facts::Facts, server::Shop};
