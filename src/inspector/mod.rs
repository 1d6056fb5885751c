//! `/lifecycle`: what the app called beside what the workspace received. The only module that sees both sides.
//!
//! A [`record`]er in every page of the app sends what the Messenger pattern observes to the server; the embedded
//! workspace has its own feed. Both come to the inspector's page as one stream, and the [`timeline`] joins them: the
//! widget's loader announces the id of each ping where it was called.
//!
//! What is known: [`Timeline`] of [`Moment`]s, each [`Visit`](visit) saying what a call means where it was made; what is
//! counted of them; and [`Shown`], the moments that the [`Filter`] takes. All of that is plain Rust. A [`Replay`] shows
//! an exported file again.
//!
//! A token that is pasted into [`TokenPage`] is taken apart in the browser alone, and what is wrong with it said in words.
//!
//! What is seen: the [`page`](LifecyclePage), or the [`dock`] under any page of the shop. Both show one `Inspection`,
//! fed by the [`stream`], as `lanes` with a `card` beside them.

mod browser;
mod card;
mod debugger;
mod dock;
mod entry;
mod filter;
mod inspection;
mod lanes;
mod later;
mod moment;
mod page;
mod record;
mod replay;
mod replay_bar;
mod report;
mod roving;
mod row;
mod scroll;
mod seen;
mod shown;
mod states;
mod stream;
mod tally;
mod timeline;
mod token;
mod token_view;
mod tools;
mod totals;
mod visit;
mod wall_clock;
mod warnings;
mod words;

#[cfg(feature = "ssr")]
pub mod server;

/// The styles of all parts of the inspector.
const SHEET: &str = "inspector.css";

pub use debugger::*;
pub use entry::*;
pub use filter::{Filter, Kind};
pub use later::{LIFECYCLE, TOKEN};
pub use moment::{Gate, Moment, Place};
pub use record::Record;
pub use replay::{BadFile, Replay, export};
pub use shown::{DRAWN, Shown};
pub use timeline::{KEPT, Timeline};
pub use totals::{Tally, Totals};
pub use warnings::warnings;
