//! View pieces that the pages share. They know nothing of who is logged in or what the shop sells.

mod asset;
#[cfg(feature = "hydrate")]
mod awake;
mod crumbs;
mod heading;
mod icon;
mod later;
mod nothing;
#[cfg(feature = "hydrate")]
mod page_change;
mod shop_name;

pub use asset::*;
#[cfg(feature = "hydrate")]
pub use awake::say_awake;
pub use crumbs::Crumbs;
pub use heading::{Announcer, Heading};
pub use icon::{Drawing, Icon};
#[cfg(feature = "hydrate")]
pub use later::Missing;
pub use later::{Later, LaterPage};
pub use nothing::Nothing;
#[cfg(feature = "hydrate")]
pub use page_change::PageChange;
pub use shop_name::{ShopName, titled};
