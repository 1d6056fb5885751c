//! `/workspace/subscriptions`: the subscription types of the app, made, changed, published, archived, merged and deleted.
//!
//! [`list`] shows them with what people have chosen, and [`fields`] are the words and ways of sending of one.

mod api;
mod fields;
mod list;
mod page;
#[cfg(feature = "ssr")]
mod server;
mod state;

pub use page::SubscriptionsPage;
