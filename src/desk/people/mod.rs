//! `/workspace/people`: what a teammate does with people and companies. They list them, find one, make, change and delete
//! them.
//!
//! [`listed`] reads the list that an address means; [`list`] shows it below its [`filter_bar`], and [`csv`] writes it as a
//! file. The filter may become one of the [`segments`]. [`found`] reads
//! what a text means; [`page`] shows it as a [`record`]. The pane beside a conversation shows the forms of [`acts`],
//! too. [`facts`] says in words what is known, for both.

mod about;
mod acts;
mod api;
#[cfg(feature = "ssr")]
mod changes;
#[cfg(feature = "ssr")]
mod companies;
mod csv;
mod export;
#[cfg(feature = "ssr")]
mod facts;
mod filter_bar;
#[cfg(feature = "ssr")]
mod forms;
#[cfg(feature = "ssr")]
mod found;
mod list;
#[cfg(feature = "ssr")]
mod listed;
mod page;
mod record;
#[cfg(feature = "ssr")]
mod segments;
#[cfg(feature = "ssr")]
mod server;
mod state;

pub use about::about;
pub use acts::{PersonActions, PersonActs};
#[cfg(feature = "ssr")]
pub use changes::{PersonChange, changes_of};
#[cfg(feature = "ssr")]
pub use facts::{facts, kind, known, moments};
pub use page::PeoplePage;
pub use state::{Fact, PersonKind};

/// The routes that are neither pages nor server functions.
#[cfg(feature = "ssr")]
pub fn routes<S: Clone + Send + Sync + 'static>() -> axum::Router<S> {
    csv::routes().merge(export::routes())
}
