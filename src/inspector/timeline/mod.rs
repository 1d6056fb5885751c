//! What happened, in plain Rust: no browser and no server.
//!
//! A [`Timeline`] joins the messages of both lanes to [`Moment`]s: a call of the app and the ping that the workspace
//! received of it are one moment. A `PageLoad` says what a call means after the earlier calls of its page. The
//! [`MomentTotals`] count the moments, [`warnings`] name what is wrong in one, and a [`FilteredTimeline`] lists those that
//! a [`MomentFilter`] takes, with `headings` where another browser or person goes on. [`export`] writes a timeline to a
//! file, and a [`Replay`] steps through such a file.

mod filter;
mod filtered;
mod headings;
mod joined;
mod moment;
mod page_load;
mod replay;
mod totals;
mod warnings;

pub(super) use filter::call_text;
pub use filter::{MomentFilter, MomentKind};
pub use filtered::{DRAWN, FilteredTimeline};
pub use joined::{KEPT, Timeline};
pub(super) use moment::label;
pub use moment::{IdentityChange, Moment, MomentId};
pub use replay::{BadFile, Replay, export};
pub use totals::{MomentTotals, RouteCounts};
pub use warnings::warnings;
