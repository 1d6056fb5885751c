//! What a teammate does with a person: their owner, archive, merge, export, deletion. The pane beside a conversation
//! shows the forms.

mod acts;
mod api;
mod export;
#[cfg(feature = "ssr")]
mod server;

pub use acts::{PersonActions, PersonActs};
#[cfg(feature = "ssr")]
pub use export::routes;
#[cfg(feature = "ssr")]
pub use server::{PersonChange, changes_of};
