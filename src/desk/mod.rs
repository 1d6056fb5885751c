//! The teammates' pages, under `/workspace/`.
//!
//! They stand outside the shop's frame and carry no Messenger: only full page loads lead there and back. Each server
//! function checks the teammate's session by `guard`; `require_role` keeps the pages. `shell` draws the rail and the
//! top bar round each page, `answers` shows what a form did, and `latest` drops calls that a newer one overtook.
//! `filter` is the form of conditions that messages and lists share, and `row_forms` has the forms below a row of settings. The other modules are one page each.

mod answers;
mod filter;
mod folding;
#[cfg(feature = "ssr")]
mod guard;
mod inbox;
mod keys;
mod latest;
mod messages;
mod messenger;
#[cfg(feature = "ssr")]
mod names;
mod not_loaded;
mod notes;
mod people;
mod require_role;
mod row_forms;
mod second_factor;
mod shell;
mod stream;
mod subscriptions;
mod tags;
mod teammates;
mod times;

#[cfg(feature = "ssr")]
pub use inbox::{GetThread, INBOX_STREAM, InboxSeen, ListInbox};
#[cfg(feature = "ssr")]
pub use keys::keys_state;
#[cfg(feature = "ssr")]
pub use people::{FILE_PATH, PeopleImport, PeopleTimeline, RECORD_STREAM};

pub use {
    inbox::InboxPage,
    keys::KeysPage,
    messages::MessagesPage,
    messenger::MessengerPage,
    notes::NotesPage,
    people::{CompaniesPage, ImportPage, PeoplePage},
    second_factor::SecondFactorPage,
    subscriptions::SubscriptionsPage,
    tags::TagsPage,
    teammates::TeammatesPage,
};

/// The routes that are neither pages nor server functions.
#[cfg(feature = "ssr")]
pub fn routes<S>() -> axum::Router<S>
where
    S: Clone + Send + Sync + 'static,
    crate::accounts::Accounts: axum::extract::FromRef<S>,
{
    inbox::routes().merge(people::routes())
}
