//! View pieces that the pages share.

mod asset;
pub use asset::*;
