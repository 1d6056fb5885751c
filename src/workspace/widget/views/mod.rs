//! What the panel shows, as HTML. No view of these is ever hydrated: each becomes a text, here.

/// The panel's document, before it knows anybody.
mod document;
/// The person's first page.
mod home;
/// The list of conversations.
mod messages;
/// One conversation.
mod thread;
/// What stands beside the launcher while the panel is closed.
mod unread;

use leptos::prelude::*;

pub use document::document;
pub use home::{Identity, home};
pub use messages::messages;
pub use thread::thread;
pub use unread::unread;

use super::icons::chart;
use crate::workspace::conversations::Counts;

/// What each fragment says of the person beside what it shows.
#[derive(Clone, Copy)]
pub struct Standing {
    /// The newest event when the fragment was read: the panel follows what comes after it.
    pub cursor: u64,
    pub counts: Counts,
}

fn header(workspace: &str, greeting: AnyView, below: &'static str) -> impl IntoView {
    view! {
        <header class="hello">
            {chart()} <p class="top">{workspace.to_owned()}</p> <h1 tabindex="-1">{greeting}</h1> <p>{below}</p>
        </header>
    }
}

/// `page` is what is shown, and says how the person stands.
fn fragment(
    Standing { cursor, counts }: Standing,
    class: &'static str,
    page: impl IntoView,
) -> impl IntoView {
    view! {
        <div class=class data-cursor=cursor data-unread-count=counts.unread data-conversations=counts.conversations>
            {page}
        </div>
    }
}

/// The reader's own clock writes it: the server does not know their zone.
fn time(at_ms: i64) -> impl IntoView {
    let at = jiff::Timestamp::from_millisecond(at_ms).map(|at| at.to_string()).unwrap_or_default();
    view! { <time datetime=at></time> }
}
