//! What the panel shows, as HTML. No view of these is ever hydrated: each becomes a text, here.

mod document;
mod home;
mod messages;
mod outbound;
mod preview;
mod thread;
mod unread;

use leptos::either::EitherOf3;
use leptos::prelude::*;

pub use document::document;
pub use home::{Identity, home};
pub use messages::messages;
pub use outbound::outbound;
pub use preview::{Preview, preview};
pub use thread::thread;
pub use unread::unread;

use super::icons::chart;
use super::words::Words;
use crate::conversations::{ConversationCounts, UsualReply};
use crate::face::Face;

/// The person's unread state, which each fragment carries.
#[derive(Clone, Copy)]
pub struct UnreadState {
    /// The newest event when the fragment was read: the panel follows what comes after it.
    pub cursor: u64,
    pub counts: ConversationCounts,
}

/// The name and faces of those who answer for the app.
#[derive(Default)]
pub struct Host {
    pub name: String,
    /// The names of some teammates.
    pub teammates: Vec<String>,
    /// The usual time to a first answer. None where it is not known.
    pub usual_reply: Option<UsualReply>,
}

fn header(host: &Host, greeting: AnyView, below: AnyView) -> impl IntoView {
    view! {
        <header class="hello">
            {chart()} <div class="top"><p>{host.name.clone()}</p> {faces(host)}</div>
            <h1 tabindex="-1">{greeting}</h1> <p>{below}</p>
        </header>
    }
}

fn faces(host: &Host) -> impl IntoView {
    let faces = host.teammates.iter().map(|name| view! { <Face name=name.clone()/> }).collect_view();
    view! { <span class="faces">{faces}</span> }
}

/// Says how soon an answer usually comes, where that is known.
fn usual_reply(known: Option<UsualReply>, words: &'static Words) -> Option<impl IntoView + use<>> {
    known.map(|UsualReply { amount, unit }| {
        // The script writes it as the language does.
        fill(words.usual_reply, view! { <span data-amount=amount data-unit=unit></span> })
    })
}

/// Puts a view in the place in braces of a text.
fn fill(text: &'static str, view: impl IntoView) -> impl IntoView {
    let (before, rest) = text.split_once('{').unwrap_or((text, ""));
    match rest.split_once('}') {
        Some((_, "")) => EitherOf3::A((before, view)),
        Some((_, after)) => EitherOf3::B((before, view, after)),
        None => EitherOf3::C(before),
    }
}

/// Wraps a page in the fragment that carries the person's unread state.
fn fragment(
    UnreadState { cursor, counts }: UnreadState,
    class: &'static str,
    page: impl IntoView,
) -> impl IntoView {
    view! {
        <div class=class data-cursor=cursor data-unread-count=counts.unread data-conversations=counts.listed()>
            {page}
        </div>
    }
}

/// A time that the browser writes: the server does not know the reader's zone.
fn time(at_ms: i64) -> impl IntoView {
    let at = jiff::Timestamp::from_millisecond(at_ms).map(|at| at.to_string()).unwrap_or_default();
    view! { <time datetime=at></time> }
}
