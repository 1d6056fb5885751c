//! A conversation as its person reads it.

use leptos::prelude::*;

use super::{UnreadState, fragment, time, usual_reply};
use crate::attachments::Attachment;
use crate::conversations::{Author, Body, OpeningButton, SignedPart, Thread, UsualReply};
use crate::face::Face;
use crate::widget::icons::icon;
use crate::widget::words::Words;

/// Milliseconds within which messages of one author stand under one name.
const GROUPED_WITHIN_MS: i64 = 5 * 60 * 1000;

/// A page of one conversation, as its person reads it.
pub fn thread(
    thread: &Thread,
    host: (&str, Option<UsualReply>),
    asks_email: bool,
    state: UnreadState,
    words: &'static Words,
) -> String {
    let conversation = &thread.conversation;
    let newest = thread.parts.last().map(|last| last.part.number).unwrap_or_default();
    let unread = (newest > conversation.person_read_to).then_some(newest);
    // Below the person's own newest message, if nothing came after it.
    let is_seen = thread.is_newest
        && thread.parts.last().is_some_and(|SignedPart { part, .. }| {
            part.author == Author::Person && part.number <= conversation.teammates_read_to
        });
    let page = view! {
        {who(thread, host, words)}
        <div class="talk" data-unread=unread data-read-to=conversation.person_read_to>
            {thread.earlier.map(|before| view! {
                <button type="button" class="button small earlier" data-do="earlier" value=before>{words.earlier}</button>
            })}
            {thread.parts.chunk_by(belong).map(|parts| group(thread, parts, words)).collect_view()}
            {is_seen.then(|| view! { <p class="meta mine">{words.seen}</p> })}
        </div>
        {asks_email.then(|| ask(words))}
    };
    fragment(state, "thread", page).to_html()
}

/// The header: who answered last, or who will.
fn who(
    thread: &Thread,
    (name, known): (&str, Option<UsualReply>),
    words: &'static Words,
) -> impl IntoView + use<> {
    let answered = thread.parts.iter().rev().find_map(|signed| signed.name.clone());
    let title = answered.clone().unwrap_or_else(|| name.to_owned());
    view! {
        <div class="who">
            {answered.map(|name| view! { <Face name/> })}
            <div>
                <h1 tabindex="-1">{title}</h1> <p class="soft">{usual_reply(known, words)}</p>
            </div>
        </div>
    }
}

/// Asks a lead for an e-mail address: without it nobody can write to them once they have left.
fn ask(words: &'static Words) -> impl IntoView {
    view! {
        // A sandboxed frame submits no forms.
        <div class="ask" role="group" data-kept=words.email_kept data-wrong=words.email_wrong>
            <label for="email">{words.email_ask}</label>
            <div class="line">
                <input
                    class="input"
                    id="email"
                    type="email"
                    dir="ltr"
                    required
                    maxlength="255"
                    autocomplete="email"
                    placeholder="you@example.com"
                    aria-describedby="email-purpose"
                />
                <button type="button" class="button sea" data-do="email">{words.save}</button>
            </div>
            <p class="soft" id="email-purpose" role="status">{words.email_purpose}</p>
        </div>
    }
}

fn belong(one: &SignedPart, next: &SignedPart) -> bool {
    let (one, next) = (&one.part, &next.part);
    let has_one_author = (one.author, one.teammate) == (next.author, next.teammate);
    has_one_author && next.at_ms - one.at_ms < GROUPED_WITHIN_MS
}

fn group(thread: &Thread, parts: &[SignedPart], words: &'static Words) -> impl IntoView + use<> {
    let last = parts.last();
    let class = match last.map(|last| last.part.author) {
        Some(Author::Person) => "said mine",
        _ => "said",
    };
    let bubbles = parts.iter().map(|SignedPart { part, .. }| {
        let text = part.body.as_ref().filter(|body| !body.text.is_empty());
        let text = text.map(|body| bubble(body, Some(part.number)));
        let files = thread.attachments(part.number).map(|one| attachment(one, part.number, words));
        let button = thread.button.as_ref().filter(|_| part.number == thread.conversation.number);
        (text, files.collect_view(), button.map(follow))
    });
    let name = last.and_then(|last| last.name.clone());
    said(class, name, bubbles.collect_view(), last.map(|last| time(last.part.at_ms)))
}

/// Bubbles of one author, with their face, name and time.
pub fn said(
    class: &'static str,
    name: Option<String>,
    bubbles: impl IntoView,
    time: impl IntoView,
) -> impl IntoView {
    view! {
        <div class=class>
            {name.clone().map(|name| view! { <Face name/> })}
            <div class="bubbles">{bubbles}</div>
            <p class="meta">{name.map(|name| view! { <bdi>{name}</bdi>" · " })} {time}</p>
        </div>
    }
}

pub fn bubble(body: &Body, part: Option<i64>) -> impl IntoView + use<> {
    view! { <div class="bubble" dir="auto" data-part=part>{body.view()}</div> }
}

/// The button of the message with which the conversation began. The script puts the page's site before a path.
pub fn follow(OpeningButton { label, link }: &OpeningButton) -> impl IntoView + use<> {
    let (label, link) = (label.clone(), link.clone());
    view! { <a class="button" href=link target="_blank" rel="noopener"><bdi>{label}</bdi></a> }
}

/// A file, which the script fetches with the session's credential.
fn attachment(one: &Attachment, part: i64, words: &Words) -> impl IntoView + use<> {
    let label = words.download.replace("{name}", &one.name);
    let inside = match one.picture() {
        Some((width, height)) => view! {
            <img data-file=one.id.clone() alt=one.name.clone() width=width height=height/>
        }
        .into_any(),
        None => view! { {icon("attach")} <bdi>{one.name.clone()}</bdi> <span class="size" data-bytes=one.size></span> }.into_any(),
    };
    view! {
        <button type="button" class="file" data-part=part data-do="download" value=one.id.clone() data-name=one.name.clone() aria-label=label>
            {inside}
        </button>
    }
}
