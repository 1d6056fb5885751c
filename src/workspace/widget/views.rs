//! No view of these is ever hydrated: each becomes a text, here.

use leptos::prelude::*;

use super::icons::{chart, icon};
use crate::workspace::conversations::{Author, Row, SignedPart, Thread};

/// What is known of who the person in front of the panel is.
pub enum Identity {
    Visitor,
    /// A token proved it.
    Verified(String),
    /// The page says so, and nothing proves it.
    Unverified(String),
}

/// The panel before it knows anybody, with a template for each thing that may go wrong.
pub fn document(workspace: &str, (script, styles): (&str, &str)) -> String {
    // As text it would be followed by a sign of leptos', which a title shows.
    let title = format!("Messenger · {workspace}").replace('&', "&amp;").replace('<', "&lt;");
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <title inner_html=title></title>
                <link rel="stylesheet" href=format!("panel.css?v={styles}")/>
                <script src=format!("panel.js?v={script}") defer></script>
            </head>
            <body>
                <div class="panel">
                    <button type="button" class="icon-button leave" aria-label="Close chat" data-do="close">
                        {icon("close")}
                    </button>
                    <main class="scroll" aria-label="Messenger">{connecting(workspace)}</main>
                </div>
                <template id="refused">
                    {trouble(
                        workspace,
                        "lock",
                        "This conversation could not be loaded",
                        "We could not make sure that it is you. Log out and in again; nothing is lost.",
                        false,
                    )}
                </template>
                <template id="ended">
                    {trouble(
                        workspace,
                        "clock",
                        "This session has ended",
                        "It ends after a while, so that nobody else reads on. Reload the page to begin another.",
                        false,
                    )}
                </template>
                <template id="thread">
                    <header class="bar">
                        <button type="button" class="icon-button" aria-label="Back" data-do="back">{icon("back")}</button>
                        <h1 tabindex="-1">{workspace.to_owned()}</h1>
                    </header>
                    <div class="talk" role="log" aria-label="Conversation"></div>
                    <p class="strip" role="status"></p>
                    <div class="write">
                        <label class="out-of-sight" for="text">"Message"</label>
                        <textarea id="text" rows="1" maxlength="10000" placeholder="Write a message"></textarea>
                        <div class="tools">
                            <button type="button" class="send" aria-label="Send" data-do="send">{icon("send")}</button>
                        </div>
                    </div>
                </template>
                <template id="unsent">
                    <div class="said mine">
                        <div class="bubbles"><div class="bubble waiting" dir="auto"></div></div>
                        <p class="meta">"Sending…"</p>
                    </div>
                </template>
                <template id="unreachable">
                    {trouble(
                        workspace,
                        "offline",
                        "This did not arrive",
                        "The server did not answer. Check the connection and try again.",
                        true,
                    )}
                </template>
            </body>
        </html>
    }
    .to_html()
}

/// The person's first page.
/// `cursor`: the newest event when the rows were read.
pub fn home(
    workspace: &str,
    name: Option<&str>,
    identity: &Identity,
    conversations: &[Row],
    cursor: u64,
) -> String {
    let first_name = name.and_then(|name| name.split_whitespace().next()).map(str::to_owned);
    let greeting = match first_name {
        Some(name) => view! { "Hello " <bdi>{name}</bdi> }.into_any(),
        None => "Hello".into_any(),
    };
    view! {
        {header(workspace, greeting, "Good to have you on board.")}
        <div class="rows" data-cursor=cursor>
            <section class="card">
                <button type="button" class="row" data-do="write">
                    <span class="words">
                        <strong>"Send us a message"</strong>
                        <span class="soft">"A person answers, as soon as they can."</span>
                    </span>
                    {icon("send")}
                </button>
                {(!conversations.is_empty()).then(|| list(conversations))}
            </section>
            {who(identity)}
            {later("help", "Help", "You will look up answers here, at any hour.")}
        </div>
    }
    .to_html()
}

/// The person's conversations, the newest first.
fn list(rows: &[Row]) -> impl IntoView {
    let row = |row: &Row| {
        let unread = row.newest > row.person_read_to;
        let text = row.body.as_ref().map(|body| body.text.clone()).unwrap_or_default();
        view! {
            <li>
                <button type="button" class="row" class:unread=unread data-do="open" value=row.number>
                    <span class="words"><bdi class="one">{text}</bdi></span>
                    {time(row.at_ms)}
                    {unread.then(|| view! { <span class="dot" role="img" aria-label="Unread"></span> })}
                </button>
            </li>
        }
    };
    view! { <ul class="list plain" aria-label="Your conversations">{rows.iter().map(row).collect_view()}</ul> }
}

/// One conversation, as its person reads it.
pub fn thread(thread: &Thread, cursor: u64) -> String {
    let said = |SignedPart { part, name }: &SignedPart| {
        let class = if part.author == Author::Person { "said mine" } else { "said" };
        let body = part.body.as_ref().map(|body| body.view());
        view! {
            <div class=class data-part=part.number>
                <div class="bubbles"><div class="bubble" dir="auto">{body}</div></div>
                <p class="meta">{name.clone().map(|name| view! { <bdi>{name}</bdi>" · " })}{time(part.at_ms)}</p>
            </div>
        }
    };
    let newest = thread.parts.last().map(|last| last.part.number).unwrap_or_default();
    let unread = (newest > thread.conversation.person_read_to).then_some(newest);
    // Below the person's own newest message, if nothing came after it.
    let is_seen = thread.parts.last().is_some_and(|SignedPart { part, .. }| {
        part.author == Author::Person && part.number <= thread.conversation.teammates_read_to
    });
    view! {
        <div class="talk" data-conversation=thread.conversation.number data-unread=unread data-cursor=cursor>
            {thread.parts.iter().map(said).collect_view()}
            {is_seen.then(|| view! { <p class="meta mine">"Seen"</p> })}
        </div>
    }
    .to_html()
}

/// The reader's own clock writes it: the server does not know their zone.
fn time(at_ms: i64) -> impl IntoView {
    let at = jiff::Timestamp::from_millisecond(at_ms).map(|at| at.to_string()).unwrap_or_default();
    view! { <time datetime=at></time> }
}

fn header(workspace: &str, greeting: AnyView, below: &'static str) -> impl IntoView {
    view! {
        <header class="hello">
            {chart()} <p class="top">{workspace.to_owned()}</p> <h1 tabindex="-1">{greeting}</h1> <p>{below}</p>
        </header>
    }
}

fn who(identity: &Identity) -> impl IntoView {
    let (drawing, class, title, words) = match identity {
        Identity::Verified(name) => (
            "shield",
            "row good",
            "Your identity is verified",
            view! { "A signed token says that you are " <bdi>{name.clone()}</bdi> "." }.into_any(),
        ),
        Identity::Unverified(name) => (
            "alert",
            "row warn",
            "Your identity is not verified",
            view! { "This page says that you are " <bdi>{name.clone()}</bdi> "; nothing proves it." }
                .into_any(),
        ),
        Identity::Visitor => (
            "user",
            "row",
            "You are here as a visitor",
            "We do not know your name. Log in, and we will.".into_any(),
        ),
    };
    view! {
        <section class="card">
            <div class=class>
                <span class="words"><h2>{title}</h2><span class="soft">{words}</span></span>
                {icon(drawing)}
            </div>
        </section>
    }
}

/// What is not built yet says so.
fn later(drawing: &'static str, title: &'static str, words: &'static str) -> impl IntoView {
    view! {
        <section class="card">
            <div class="row">
                <span class="words">
                    <h2>{title} <span class="tag">"Not open yet"</span></h2>
                    <span class="soft">{words}</span>
                </span>
                {icon(drawing)}
            </div>
        </section>
    }
}

/// In the sizes of what it stands for.
fn connecting(workspace: &str) -> impl IntoView {
    let card = || {
        view! {
            <div class="card">
                <div class="row">
                    <span class="words">
                        <span class="skeleton">"One moment"</span>
                        <span class="soft skeleton">"One moment, please"</span>
                    </span>
                </div>
            </div>
        }
    };
    view! {
        {header(workspace, "Hello".into_any(), "One moment…")}
        <div class="rows" aria-hidden="true">{card()} {card()} {card()}</div>
    }
}

fn trouble(
    workspace: &str,
    drawing: &str,
    title: &'static str,
    words: &'static str,
    again: bool,
) -> impl IntoView {
    let again =
        again.then(|| view! { <button type="button" class="button" data-do="retry">"Try again"</button> });
    view! {
        <header class="bar"><p>{workspace.to_owned()}</p></header>
        <div class="nothing">{icon(drawing)} <h1 tabindex="-1">{title}</h1> <p>{words}</p> {again}</div>
    }
}
