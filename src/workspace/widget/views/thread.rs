use leptos::prelude::*;

use super::{Standing, fragment, time};
use crate::workspace::conversations::{Author, SignedPart, Thread};

/// Messages of one author that follow each other sooner stand under one name, in milliseconds.
const GROUPED_WITHIN_MS: i64 = 5 * 60 * 1000;

/// One conversation, as its person reads it.
pub fn thread(thread: &Thread, standing: Standing) -> String {
    let conversation = &thread.conversation;
    let newest = thread.parts.last().map(|last| last.part.number).unwrap_or_default();
    let unread = (newest > conversation.person_read_to).then_some(newest);
    // Below the person's own newest message, if nothing came after it.
    let is_seen = thread.parts.last().is_some_and(|SignedPart { part, .. }| {
        part.author == Author::Person && part.number <= conversation.teammates_read_to
    });
    let talk = view! {
        <div class="talk" data-unread=unread data-read-to=conversation.person_read_to>
            {thread.parts.chunk_by(belong).map(group).collect_view()}
            {is_seen.then(|| view! { <p class="meta mine">"Seen"</p> })}
        </div>
    };
    fragment(standing, "thread", talk).to_html()
}

fn belong(one: &SignedPart, next: &SignedPart) -> bool {
    let (one, next) = (&one.part, &next.part);
    let has_one_author = (one.author, one.teammate) == (next.author, next.teammate);
    has_one_author && next.at_ms - one.at_ms < GROUPED_WITHIN_MS
}

fn group(parts: &[SignedPart]) -> impl IntoView + use<> {
    let last = parts.last();
    let class = match last.map(|last| last.part.author) {
        Some(Author::Person) => "said mine",
        _ => "said",
    };
    let bubbles = parts.iter().map(|SignedPart { part, .. }| {
        let body = part.body.as_ref().map(|body| body.view());
        view! { <div class="bubble" dir="auto" data-part=part.number>{body}</div> }
    });
    let name = last.and_then(|last| last.name.clone());
    view! {
        <div class=class>
            <div class="bubbles">{bubbles.collect_view()}</div>
            <p class="meta">
                {name.map(|name| view! { <bdi>{name}</bdi>" · " })}
                {last.map(|last| time(last.part.at_ms))}
            </p>
        </div>
    }
}
