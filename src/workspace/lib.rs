//! The embedded workspace: Intercom's stand-in, complete in itself.
//!
//! A page loads the [`widget`]'s script, whose calls arrive as [`ping`]s: the [`identity`] of each is verified, the
//! [`people`] behind them and the pages they saw are kept, and the [`feed`] notifies everyone who watches. It knows
//! nothing of the app around it: they meet in the browser, through the script's address, `window.Intercom` and the
//! token, exactly as with the hosted Messenger. Where it differs from that one on purpose, `DIFFERENCES.md` says so.
//!
//! The modules stand in layers, low to high: each imports from its own layer and from lower ones.

#[cfg(feature = "ssr")]
use foundation::{background, browser, clock, counted, database, error, random};

/// The teammate or team who answers a conversation.
mod assignee;
/// The domain of hosts that share a visitor's cookies.
#[cfg(feature = "ssr")]
mod cookie_domain;
/// A round face with a person's initials.
pub mod face;
/// What a change does with a field that may be empty.
#[cfg(feature = "ssr")]
mod field_update;
/// Names that teammates and programs give.
#[cfg(feature = "ssr")]
mod name;
/// The platforms that a Messenger runs on: web, iOS, Android.
mod platform;
/// The reasons why a request is not stored.
pub mod refusal;
/// The parts that requests of the widget have in common.
#[cfg(feature = "ssr")]
mod wire;

/// The definitions of custom attributes.
#[cfg(feature = "ssr")]
mod attributes;
/// The log of what happened, in order, for whoever watches.
pub mod feed;
/// Filters: which people are meant.
pub mod filter;
/// Identity verification: the user whom a ping may name.
#[cfg(feature = "ssr")]
pub mod identity;
/// The changes of the workspace, as events of their own transactions.
#[cfg(feature = "ssr")]
pub mod ledger;
/// Limits: how often and how much a person or network may send.
#[cfg(feature = "ssr")]
mod limits;
/// Where a network address is.
#[cfg(feature = "ssr")]
pub mod location;
/// The text of messages, as it may be shown.
pub mod markup;
/// The settings of an app's Messenger.
pub mod messenger_settings;
/// Visitors, leads and users, their sessions and the pages they saw.
#[cfg(feature = "ssr")]
pub mod people;

/// The actor of a change, and the record of it.
#[cfg(feature = "ssr")]
pub mod audit;
/// A transaction of the workspace.
#[cfg(feature = "ssr")]
mod batch;

/// Files that people send with messages.
pub mod attachments;
/// Companies, and the people who belong to them.
#[cfg(feature = "ssr")]
pub mod companies;
/// People, as somebody makes, changes and deletes them.
#[cfg(feature = "ssr")]
pub mod contacts;
/// Conversations of people with teammates.
#[cfg(feature = "ssr")]
pub mod conversations;
/// The people or companies that a filter fits, as a CSV file.
#[cfg(feature = "ssr")]
pub mod csv_export;
/// People from a CSV file.
#[cfg(feature = "ssr")]
pub mod csv_import;
/// The catalogue of an app's custom attributes.
#[cfg(feature = "ssr")]
pub mod data_attributes;
/// Events that pages report by `trackEvent`.
#[cfg(feature = "ssr")]
pub mod data_events;
/// Changes of apps and their identity keys.
#[cfg(feature = "ssr")]
pub mod keys;
#[cfg(feature = "ssr")]
pub mod lists;
/// Notes of teammates on people and companies.
#[cfg(feature = "ssr")]
pub mod notes;
/// Messages that teammates send to people on a page.
#[cfg(feature = "ssr")]
pub mod outbound;
/// People who fit named conditions.
#[cfg(feature = "ssr")]
pub mod segments;
/// What people may choose to get, and their consents.
#[cfg(feature = "ssr")]
pub mod subscription_types;
/// Tags of people, companies, conversations and parts.
#[cfg(feature = "ssr")]
pub mod tags;
/// The teammates who answer for an app.
#[cfg(feature = "ssr")]
pub mod teammates;
/// Teams, to whom conversations are assigned beside teammates.
#[cfg(feature = "ssr")]
pub mod teams;
/// All that happened with a person or a company.
#[cfg(feature = "ssr")]
pub mod timeline;

/// The people of a demo.
#[cfg(feature = "ssr")]
mod demo_people;
/// What a demo's team has said of its people.
#[cfg(feature = "ssr")]
mod demo_tags;
/// The HTTP status of a refusal, and advice to the developer.
#[cfg(feature = "ssr")]
pub mod edge;
/// Deletion of people.
#[cfg(feature = "ssr")]
mod forget;
/// The workspace, opened for the pages of an app.
#[cfg(feature = "ssr")]
mod open;
/// Pings: what `boot` and `update` send.
#[cfg(feature = "ssr")]
mod ping;
/// Deletion of old rows.
#[cfg(feature = "ssr")]
mod retention;
/// The widget's script and panel, and the addresses they talk to.
#[cfg(feature = "ssr")]
pub mod widget;
/// The task that commits waiting writes together, and answers after the commit.
#[cfg(feature = "ssr")]
pub mod writer;

#[cfg(all(test, feature = "ssr"))]
#[expect(clippy::expect_used, clippy::panic, reason = "in tests a panic is the verdict")]
mod fuzz;

pub use assignee::Assignee;
pub use platform::Platform;
#[cfg(feature = "ssr")]
pub use {
    attachments::{
        FILE_NETWORK_SECONDS, Files, Quota, Sweep, UNSENT_FILE_SECONDS, bytes as bytes_of_files, claim, sync,
    },
    batch::{Batch, Store},
    demo_people::offer_demo_people,
    field_update::FieldUpdate,
    forget::{forget_leads, forget_user},
    identity::{GivenSecret, IdentitySecret, WhichApp, app_name, revoke_tokens},
    limits::{Limits, Network},
    open::Workspace,
    outbound::offer_demo_messages,
    retention::forget_old,
    teammates::{
        Membership, Teammate, add_member, add_teammate, find_teammate, memberships, remove_member,
        remove_teammate, rename_teammate, set_away, teammates,
    },
    teams::{Team, make_team, remove_team, rename_team, teams},
};
