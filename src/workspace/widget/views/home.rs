//! The first page of the panel.

use leptos::prelude::*;

use super::messages::rows;
use super::{Host, UnreadState, fill, fragment, header, usual_reply};
use crate::conversations::ConversationRow;
use crate::widget::icons::icon;
use crate::widget::words::Words;

/// The identity of the person in front of the panel.
pub enum Identity {
    Visitor,
    /// A token or hash proved this name.
    Verified(String),
    /// The page states this name, and nothing proves it.
    Unverified(String),
}

/// The person's first page. It names an identity in development alone: to a customer it means nothing.
pub fn home(
    host: &Host,
    name: Option<&str>,
    identity: Option<&Identity>,
    conversations: &[ConversationRow],
    state: UnreadState,
    words: &'static Words,
) -> String {
    let first_name = name.and_then(|name| name.split_whitespace().next()).map(str::to_owned);
    let greeting = match first_name {
        Some(name) => fill(words.hello_name, view! { <bdi>{name}</bdi> }).into_any(),
        None => words.hello.into_any(),
    };
    let below = match usual_reply(host.usual_reply, words) {
        Some(usual_reply) => usual_reply.into_any(),
        None => words.greeting.into_any(),
    };
    let latest = conversations.first().map(|latest| {
        view! {
            <section class="card">
                <h2>{words.latest}</h2>
                {rows(std::slice::from_ref(latest), words)}
            </section>
        }
    });
    let cards = view! {
        <section class="card">
            <button type="button" class="row" data-do="write">
                <span class="words">
                    <strong>{words.send_us}</strong>
                    <span class="soft">{words.person_reads}</span>
                </span>
                {icon("send")}
            </button>
        </section>
        {latest}
        {identity.map(|identity| who(identity, words))}
    };
    view! {
        {header(host, greeting, below)}
        {fragment(state, "rows", cards)}
    }
    .to_html()
}

fn who(identity: &Identity, words: &'static Words) -> impl IntoView {
    let named = |text, name: &String| fill(text, view! { <bdi>{name.clone()}</bdi> }).into_any();
    let (drawing, class, title, text) = match identity {
        Identity::Verified(name) => ("shield", "row good", words.verified, named(words.verified_name, name)),
        Identity::Unverified(name) => {
            ("alert", "row warn", words.unverified, named(words.unverified_name, name))
        }
        Identity::Visitor => ("user", "row", words.visitor, words.visitor_unknown.into_any()),
    };
    view! {
        <section class="card">
            <div class=class>
                <span class="words"><h2>{title}</h2><span class="soft">{text}</span></span>
                {icon(drawing)}
            </div>
        </section>
    }
}
