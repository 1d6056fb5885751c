//! The clock of a brewing guide. [`timer`] knows the time of each step, [`face`] shows it.

mod face;
mod timer;

pub use face::Brew;
