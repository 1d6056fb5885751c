//! View pieces that the pages share. They know nothing of who is logged in or what the shop sells.

mod address;
mod address_bar;
mod asset;
mod crumbs;
mod empty_state;
mod form_action;
mod heading;
mod icon;
mod lazy_page;
mod loaded;
mod menu;
mod on_resize;
mod on_success;
mod page_change;
#[cfg(feature = "hydrate")]
mod pause;
mod routing;
mod server_action;
mod set_title;
mod shop_name;
mod skeleton;
mod take_over;

pub use address::address;
pub use address_bar::AddressBar;
pub use asset::*;
pub use crumbs::Crumbs;
pub use empty_state::EmptyState;
pub use form_action::FormAction;
pub use heading::{Announcer, Heading};
pub use icon::{Drawing, HeaderIcon, Icon};
pub(crate) use lazy_page::lazy_pages;
#[cfg(feature = "ssr")]
pub use lazy_page::preload_on_server;
pub use lazy_page::{BoxedFuture, LazyPage, Missing};
pub use loaded::{Loaded, OnceLoaded, ShowLoaded, load, load_blocking};
pub use menu::close_like_a_menu;
pub use on_resize::on_resize;
pub use on_success::on_success;
pub use page_change::PageChange;
#[cfg(feature = "hydrate")]
pub use pause::{jittered, pause};
pub use routing::Routing;
pub use server_action::{ActionForm, Outcome, ServerAction, Submission};
pub use set_title::set_title;
pub use shop_name::ShopName;
pub use skeleton::{Skeleton, SkeletonColumns};
pub use take_over::take_over;
