//! View pieces that the pages share. They know nothing of who is logged in or what the shop sells.

mod asset;
mod at_once;
mod crumbs;
mod icon;
mod nothing;
mod page_change;
mod shop_name;

pub use asset::*;
pub use at_once::AtOnce;
pub use crumbs::Crumbs;
pub use icon::{Drawing, Icon};
pub use nothing::Nothing;
pub use page_change::{Announcer, Heading, PageChange};
pub use shop_name::ShopName;
