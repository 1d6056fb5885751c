//! `/workspace/inbox`: the conversations of an app, for its teammates.
//!
//! The page asks for a list and for one conversation by [`api`]; [`stream`] says when either has changed, and then the
//! page asks again; it says who is [`typing`], too. A reply, a note, the [`tags`] and the end of a conversation are forms.

#[cfg(feature = "ssr")]
mod acts;
mod address;
mod api;
mod attachments;
mod compose;
mod list;
mod page;
mod person;
mod selection;
#[cfg(feature = "ssr")]
mod server;
mod shortcuts;
mod state;
mod stream;
mod tags;
mod thread;
mod typing;

#[cfg(feature = "ssr")]
pub use api::{GetThread, InboxSeen, ListInbox};
pub use page::InboxPage;
#[cfg(feature = "ssr")]
pub use stream::INBOX_STREAM;

/// The routes that are neither pages nor server functions: the stream and the attachments.
#[cfg(feature = "ssr")]
pub fn routes<S>() -> axum::Router<S>
where
    S: Clone + Send + Sync + 'static,
    crate::accounts::Accounts: axum::extract::FromRef<S>,
{
    stream::routes().merge(attachments::routes())
}
