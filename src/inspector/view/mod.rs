//! What the inspector shows: a page of its own, or a `dock` under any page of the shop, for a tab whose `dock_choice` says so.
//!
//! Both show one `Inspection`, which follows the `stream` or holds a replayed file. The `tools` filter and pause it. Its
//! moments stand as `row`s in the `lanes`, where `scroll` says which are drawn and `roving` moves the focus; a `card`
//! shows one in full. The `states` stand where there are none.

mod card;
#[cfg(feature = "shop")]
mod dock;
mod dock_choice;
mod inspection;
mod lanes;
mod ledger;
mod page;
mod replay_bar;
mod route_counts;
mod roving;
mod row;
mod scroll;
mod states;
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a browser opens the stream"))]
mod stream;
mod token;
mod tools;

#[cfg(feature = "shop")]
pub use dock::show_dock;
#[cfg(feature = "shop")]
pub use dock_choice::is_dock_wanted;
pub use page::{LifecyclePage, for_teammates, without_script};
pub use token::{claim, token_text};
