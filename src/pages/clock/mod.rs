//! The clock of a brewing guide: it walks through the steps that stand beside it. [`timer`] knows the time of each,
//! [`face`] shows it.

#[cfg(feature = "hydrate")]
mod face;
mod timer;

#[cfg(feature = "hydrate")]
pub use face::{Brewed, End, show_clock};
