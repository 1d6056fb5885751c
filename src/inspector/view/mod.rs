//! What the inspector shows: a page of its own, or a dock under any page of the shop.
//!
//! Both show one `Inspection`, which follows the `stream` or holds a replayed file. The `tools` filter and pause it. Its
//! moments stand as `row`s in the `lanes`, where `scroll` says which are drawn and `roving` moves the focus; a `card`
//! shows one in full. The `states` stand where there are none.

mod card;
mod dock;
mod inspection;
mod lanes;
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

pub use dock::{is_dock_wanted, show_dock};
pub use page::{LifecyclePage, for_teammates, without_script};
pub use token::{claim, token_text};
