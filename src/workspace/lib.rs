//! The embedded workspace: Intercom's stand-in, complete in itself.
//!
//! A page loads the [`widget`]'s script, whose calls arrive as [`ping`]s: the [`identity`] of each is verified, the
//! [`people`] behind them and the pages they saw are kept, and the [`feed`] notifies everyone who watches. It knows
//! nothing of the app around it: they meet in the browser, through the script's address, `window.Intercom` and the
//! token, exactly as with the hosted Messenger. Where it differs from that one on purpose, `DIFFERENCES.md` says so.
//!
//! The modules stand in layers, low to high: each imports from its own layer and from lower ones.

#[cfg(feature = "ssr")]
use foundation::{background, clock, counted, database, error, random};

/// Who is to answer a conversation.
mod assignee;
/// Which hosts share a visitor's cookies.
#[cfg(feature = "ssr")]
mod cookie_domain;
/// A person's initials.
pub mod face;
/// Web, iOS, Android.
mod platform;
/// Why something is not stored.
pub mod refusal;
/// What the requests of the widget have in common.
#[cfg(feature = "ssr")]
mod wire;

/// What just happened, in order.
pub mod feed;
/// Which people are meant.
pub mod filter;
/// Who a ping may say it comes from.
#[cfg(feature = "ssr")]
pub mod identity;
/// How often and how much anybody may.
#[cfg(feature = "ssr")]
mod limits;
/// What is written in messages, as it may be shown.
pub mod markup;
/// How teammates set an app's Messenger up.
pub mod messenger_settings;
/// Visitors, users, the sessions they opened and the pages they saw.
#[cfg(feature = "ssr")]
pub mod people;

/// Who changes the workspace, and the record of it.
#[cfg(feature = "ssr")]
pub mod audit;
/// What one commit holds.
#[cfg(feature = "ssr")]
mod batch;

/// Files that people send.
pub mod attachments;
/// Conversations of people with teammates.
#[cfg(feature = "ssr")]
pub mod conversations;
/// What people did, as pages report it by `trackEvent`.
#[cfg(feature = "ssr")]
pub mod data_events;
/// Apps and their identity keys, as somebody changes them.
#[cfg(feature = "ssr")]
pub mod keys;
/// Messages that teammates send to people on a page.
#[cfg(feature = "ssr")]
pub mod outbound;
/// Who answers for an app.
#[cfg(feature = "ssr")]
pub mod teammates;
/// To whom conversations are assigned, beside teammates.
#[cfg(feature = "ssr")]
pub mod teams;

/// How HTTP answers a refusal.
#[cfg(feature = "ssr")]
pub mod edge;
/// Users who are to be known no more.
#[cfg(feature = "ssr")]
mod forget;
/// Opens the workspace: app id, identity secret.
#[cfg(feature = "ssr")]
mod open;
/// From a call on a page to rows and an entry in the feed.
#[cfg(feature = "ssr")]
mod ping;
/// Forgets what is old.
#[cfg(feature = "ssr")]
mod retention;
/// The script, and the addresses it talks to.
#[cfg(feature = "ssr")]
pub mod widget;
/// Commits what is waiting together, and answers after the commit.
#[cfg(feature = "ssr")]
pub mod writer;

#[cfg(all(test, feature = "ssr"))]
#[expect(clippy::expect_used, clippy::panic, reason = "in tests a panic is the verdict")]
mod fuzz;

pub use assignee::Assignee;
#[cfg(feature = "ssr")]
pub use attachments::{Files, Quota, Sweep, bytes as bytes_of_files, claim, sync};
#[cfg(feature = "ssr")]
pub use forget::{forget_leads, forget_user};
#[cfg(feature = "ssr")]
pub use identity::{GivenSecret, IdentitySecret, WhichApp, app_name, revoke_tokens};
#[cfg(feature = "ssr")]
pub use limits::{Limits, Network};
#[cfg(feature = "ssr")]
pub use open::Workspace;
#[cfg(feature = "ssr")]
pub use outbound::offer_demo_messages;
pub use platform::Platform;
#[cfg(feature = "ssr")]
pub use retention::forget_old;
#[cfg(feature = "ssr")]
pub use teammates::{Teammate, add_teammate, find_teammate, remove_teammate, rename_teammate, teammates};
#[cfg(feature = "ssr")]
pub use teams::{Team, make_team, remove_team, rename_team, teams};
