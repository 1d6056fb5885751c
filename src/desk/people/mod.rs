//! `/workspace/people` and `/workspace/companies`: what a teammate does with people and companies. They list them, find
//! one, make, change and delete them.
//!
//! A list: [`listed`] reads the list that an address means, in its [`columns`] and its order ([`sorting`]). [`list`]
//! shows it below its [`filter_bar`], and [`csv`] writes it as a file. [`import`] reads such a file. The filter may become
//! one of the [`segments`], or change one ([`segment_bar`]). A [`selection`] of the rows, or the whole list, is tagged,
//! archived, blocked or deleted ([`act_many`]).
//!
//! A record: [`found`] reads what a text means. [`page`] shows it as a [`record`], with its [`attributes`], [`tags`],
//! [`notes`] and [`happenings`]. [`merge`] makes one of two people. The pane beside a conversation shows the forms of [`acts`], too.
//! [`facts`] says in words what is known, for both.

mod about;
#[cfg(feature = "ssr")]
mod act_many;
mod acts;
mod api;
mod attribute;
mod attribute_list;
#[cfg(feature = "ssr")]
mod attributes;
#[cfg(feature = "ssr")]
mod changes;
#[cfg(feature = "ssr")]
mod columns;
#[cfg(feature = "ssr")]
mod companies;
#[cfg(feature = "ssr")]
mod consents;
mod csv;
mod export;
#[cfg(feature = "ssr")]
mod facts;
mod filter_bar;
#[cfg(feature = "ssr")]
mod forms;
#[cfg(feature = "ssr")]
mod found;
mod happening;
mod happenings;
mod import;
mod list;
#[cfg(feature = "ssr")]
mod listed;
#[cfg(feature = "ssr")]
mod merge;
mod merge_form;
mod notes;
mod page;
mod record;
mod segment_bar;
#[cfg(feature = "ssr")]
mod segments;
#[cfg(feature = "ssr")]
mod selected;
mod selection;
#[cfg(feature = "ssr")]
mod server;
#[cfg(feature = "ssr")]
mod sorting;
mod state;
mod stream;
#[cfg(feature = "ssr")]
mod subject;
mod subscriptions;
mod tags;
#[cfg(feature = "ssr")]
mod timeline;

pub use about::about;
pub use acts::{PersonActions, PersonActs};
pub use api::PeopleNoteDelete;
#[cfg(feature = "ssr")]
pub use api::PeopleTimeline;
#[cfg(feature = "ssr")]
pub use changes::{PersonChange, changes_of};
#[cfg(feature = "ssr")]
pub use facts::{facts, kind, known, moments};
#[cfg(feature = "ssr")]
pub use forms::{confirm, said};
pub use import::ImportPage;
#[cfg(feature = "ssr")]
pub use import::{FILE_PATH, PeopleImport};
#[cfg(feature = "ssr")]
pub use listed::{count_in_words, in_segment, list_of, tagged_with};
pub use notes::note_item;
pub use page::{CompaniesPage, PeoplePage};
pub use state::{Fact, Named, PersonKind, RecordNote, RecordTags, path_of};
#[cfg(feature = "ssr")]
pub use stream::RECORD_STREAM;
#[cfg(feature = "ssr")]
pub use subject::record_note;
pub use tags::tag_chips;

/// The routes that are neither pages nor server functions.
#[cfg(feature = "ssr")]
pub fn routes<S>() -> axum::Router<S>
where
    S: Clone + Send + Sync + 'static,
    crate::accounts::Accounts: axum::extract::FromRef<S>,
{
    csv::routes().merge(export::routes()).merge(import::routes()).merge(stream::routes())
}
